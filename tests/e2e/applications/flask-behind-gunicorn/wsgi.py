from flask import Flask

application = Flask(__name__)


@application.get("/")
def shelves():
    return "shelves by gunicorn\n"
