from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

# People sleep: what would fall in the night waits for the morning.
NIGHT_ENDS = 7
NIGHT_BEGINS = 23


class Days:
    """Moments of the demo city, counted in days from the day on which it is built, in the city's own time zone."""

    def __init__(self, today: date, zone: ZoneInfo) -> None:
        self.today = today
        self.zone = zone

    def midnight(self, day: int) -> datetime:
        return self.at(day, 0)

    def at(self, day: int, hour: int, minute: int = 0) -> datetime:
        """A moment that exists: one that the change to summer time skips falls an hour later."""
        moment = datetime.combine(self.today + timedelta(days=day), time(hour, minute), tzinfo=self.zone)
        return moment.astimezone(UTC).astimezone(self.zone)

    def later(self, moment: datetime, days: float) -> datetime:
        """So many days of 24 hours later, by daylight."""
        found = (moment.astimezone(UTC) + timedelta(days=days)).astimezone(self.zone)
        if not self.is_daytime(found):
            found = (found.astimezone(UTC) + timedelta(hours=9)).astimezone(self.zone)
        return found

    def is_daytime(self, moment: datetime) -> bool:
        return NIGHT_ENDS <= moment.astimezone(self.zone).hour < NIGHT_BEGINS
