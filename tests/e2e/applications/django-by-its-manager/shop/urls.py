from django.http import HttpResponse
from django.urls import path


def kinds(request):
    return HttpResponse("shop by manage.py\n")


urlpatterns = [path("", kinds)]
