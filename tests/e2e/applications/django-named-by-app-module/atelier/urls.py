from django.http import HttpResponse
from django.urls import path


def kinds(request):
    return HttpResponse("atelier by gunicorn\n")


urlpatterns = [path("", kinds)]
