from django.urls import path

from home.views import calendar

urlpatterns = [
    path("id/<str:string>/dates.ics", calendar.dates, name="item_dates"),
]
