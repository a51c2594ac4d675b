run ->(_environment) { [200, { "content-type" => "text/plain" }, ["notes by rackup\n"]] }
