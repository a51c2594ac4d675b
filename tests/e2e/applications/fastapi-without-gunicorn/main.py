from fastapi import FastAPI

api = FastAPI()


@api.get("/")
async def weather() -> dict[str, str]:
    return {"weather": "fair by uvicorn"}
