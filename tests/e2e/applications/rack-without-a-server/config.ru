run ->(environment) { [200, { "content-type" => "text/plain" }, ["nets by #{environment["SERVER_SOFTWARE"].split(/[ \/]/).first}\n"]] }
