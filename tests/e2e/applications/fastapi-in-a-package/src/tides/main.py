from fastapi import FastAPI

app = FastAPI()


@app.get("/")
async def tides() -> dict[str, str]:
    return {"tides": "low by uvicorn"}
