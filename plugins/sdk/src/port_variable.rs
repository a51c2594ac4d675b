//! Variables by which frameworks and servers are told their port.

/// Names whose value is a port. Those of databases and the like (`DB_PORT`) are none of them.
const PORTS: [&str; 28] = [
    "PORT",
    "APP_PORT",
    "HTTP_PORT",
    "HTTPS_PORT",
    "LISTEN_PORT",
    "SERVER_PORT",
    "SERVER_HTTP_PORT",
    "SERVICE_PORT",
    "WEB_PORT",
    "NGINX_PORT",
    "ASPNETCORE_HTTP_PORTS",
    "ASPNETCORE_HTTPS_PORTS",
    "FLASK_RUN_PORT",
    "UVICORN_PORT",
    "STREAMLIT_SERVER_PORT",
    "GRADIO_SERVER_PORT",
    "NITRO_PORT",
    "NUXT_PORT",
    "MICRONAUT_SERVER_PORT",
    "MICRONAUT_SERVER_SSL_PORT",
    "QUARKUS_HTTP_PORT",
    "QUARKUS_HTTP_SSL_PORT",
    "KTOR_PORT",
    "KTOR_DEPLOYMENT_PORT",
    "HELIDON_SERVER_PORT",
    "VERTX_HTTP_PORT",
    "ROCKET_PORT",
    "PHX_PORT",
];

/// Names whose value is a list of addresses.
const ADDRESSES: [&str; 3] = ["ASPNETCORE_URLS", "DOTNET_URLS", "URLS"];

/// The ports that a variable tells.
#[must_use]
pub fn ports(name: &str, value: &str) -> Vec<u16> {
    let number = |text: &str| text.trim().parse::<u16>().ok().filter(|port| *port != 0);
    if PORTS.contains(&name) {
        return value.split(';').filter_map(number).collect();
    }
    if ADDRESSES.contains(&name) {
        let of = |address: &str| number(address.trim_end_matches('/').rsplit(':').next().unwrap_or_default());
        return value.split([';', ',']).filter_map(of).collect();
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_variables_of_the_application_tell_its_port() {
        for (name, value, expected) in [
            ("PORT", "8080", vec![8080]),
            ("ASPNETCORE_HTTP_PORTS", "8080;9090", vec![8080, 9090]),
            ("ASPNETCORE_URLS", "http://+:5000;https://+:5001/", vec![5000, 5001]),
            ("ASPNETCORE_URLS", "http://+", vec![]),
            ("PORT", "$HTTP", vec![]),
            ("PORT", "0", vec![]),
            ("DB_PORT", "5432", vec![]),
            ("REDIS_PORT", "6379", vec![]),
        ] {
            assert_eq!(ports(name, value), expected, "{name}={value}");
        }
    }
}
