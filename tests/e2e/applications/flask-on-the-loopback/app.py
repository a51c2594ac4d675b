from flask import Flask

app = Flask(__name__)


@app.get("/")
def tides():
    return "tides by gunicorn\n"


if __name__ == "__main__":
    app.run(debug=True)
