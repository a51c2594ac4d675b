# Proves that the builder runs app.py by itself, without any dependency.
from http.server import BaseHTTPRequestHandler, HTTPServer


class Clock(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"clock by app.py\n")


if __name__ == "__main__":
    HTTPServer(("0.0.0.0", 8080), Clock).serve_forever()
