from flask import Flask

app = Flask(__name__)


@app.get("/")
def books():
    return "books by waitress\n"
