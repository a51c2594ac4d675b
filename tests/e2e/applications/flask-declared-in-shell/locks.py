import os

from flask import Flask

app = Flask(__name__)


@app.get("/")
def level():
    return f"locks at {os.environ['LEVEL']}\n"
