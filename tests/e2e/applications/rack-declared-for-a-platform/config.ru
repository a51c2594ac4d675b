run ->(environment) { [200, { "content-type" => "text/plain" }, ["tolls by #{environment["SERVER_SOFTWARE"].split("/").first}\n"]] }
