"""Point, BBox and Circle: on the whole globe, its poles and its antimeridian too."""

from math import asin, atan2, cos, degrees, inf, nan, pi, radians, sin

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.values.geo import (
    EARTH_RADIUS_KM,
    LARGEST_RADIUS_KM,
    BBox,
    Circle,
    Point,
    parse_decimal,
)

longitudes = st.floats(-180, 180)
latitudes = st.floats(-90, 90)
points = st.builds(Point, longitudes, latitudes)
radii = st.one_of(st.floats(0.001, 100), st.floats(0.001, LARGEST_RADIUS_KM))
circles = st.builds(Circle, points, radii)
parallels = st.tuples(latitudes, latitudes).map(sorted)
boxes = st.builds(
    lambda west, east, pair: BBox(west, pair[0], east, pair[1]), longitudes, longitudes, parallels
)

BAMAKO = Point(-8.0029, 12.6392)
GAO = Point(-0.0447, 16.2717)
NEW_YORK = Point(-73.968, 40.749)
NORTH_POLE = Point(0, 90)


def away(center: Point, kilometres: float, bearing: float) -> Point:
    """The point so far from another in a direction (radians from north)."""
    reach, latitude = kilometres / EARTH_RADIUS_KM, radians(center.latitude)
    sine = sin(latitude) * cos(reach) + cos(latitude) * sin(reach) * cos(bearing)
    there = asin(max(-1.0, min(1.0, sine)))
    across = atan2(
        sin(bearing) * sin(reach) * cos(latitude), cos(reach) - sin(latitude) * sin(there)
    )
    longitude = (center.longitude + degrees(across) + 180) % 360 - 180
    return Point(longitude, max(-90.0, min(90.0, degrees(there))))


@pytest.mark.parametrize(
    ("one", "other", "kilometres"),
    [
        (BAMAKO, GAO, 946),
        (BAMAKO, NEW_YORK, 7090),
        (NORTH_POLE, Point(120, -90), 20015.1),
        (Point(0, 0), Point(180, 0), 20015.1),
        (Point(179.5, 0), Point(-179.5, 0), 111.2),
        (Point(-180, 10), Point(180, 10), 0),
        (Point(0, 89), Point(180, 89), 222.4),
    ],
)
def test_known_distances_come_out(one: Point, other: Point, kilometres: float) -> None:
    assert one.distance_km(other) == pytest.approx(kilometres, rel=2e-3, abs=1e-6)


@given(points, points)
def test_a_distance_is_the_same_both_ways_and_at_most_half_the_globe(
    one: Point, other: Point
) -> None:
    assert one.distance_km(other) == pytest.approx(other.distance_km(one), abs=1e-6)
    assert 0 <= one.distance_km(other) <= LARGEST_RADIUS_KM


@given(points)
def test_a_point_is_no_distance_from_itself(point: Point) -> None:
    assert point.distance_km(point) == 0


@pytest.mark.parametrize("wrong", [nan, inf, -inf, 180.1, -181])
def test_a_point_off_the_globe_is_refused(wrong: float) -> None:
    with pytest.raises(ValueError, match=r"longitude .* is not between -180 and 180"):
        Point(wrong, 0)
    with pytest.raises(ValueError, match=r"latitude .* is not between -90 and 90"):
        Point(0, wrong)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("-3.99", -3.99),
        ("+12.65", 12.65),
        ("007.50", 7.5),
        ("-0", 0),
        ("1e2", 100),
        ("-5E-7", -5e-7),
    ],
)
def test_a_plain_decimal_is_read(text: str, number: float) -> None:
    assert parse_decimal(text, "lat") == number


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "1e",
            "e3",
            "1e0.5",
            "nan",
            "NaN",
            "inf",
            "-Infinity",
            "1_000",
            " 1",
            "1 ",
            "1\n",
            "1,5",
        ),
        *("5.", ".5", "+", "-", "--1", "0x10", "١٢", "１２", "1.2.3", "12°", "12N"),
    ],
)
def test_what_is_no_plain_decimal_is_refused_by_name(text: str) -> None:
    with pytest.raises(
        ValueError, match=r"lat: [^~]*not a plain decimal number; write for example"
    ):
        parse_decimal(text, "lat")


def test_a_point_is_read_from_two_texts() -> None:
    assert Point.parse(longitude="-8.0029", latitude="12.6392") == BAMAKO


def test_a_box_is_read_west_south_east_north() -> None:
    assert BBox.parse("-12.3,10.1,4.3,25") == BBox(west=-12.3, south=10.1, east=4.3, north=25)


@pytest.mark.parametrize(
    ("text", "fragment"),
    [
        ("", "a box has four numbers"),
        ("1,2,3", "a box has four numbers"),
        ("1,2,0,3,4,0", "a box has four numbers"),
        ("1,2,3,4,", "a box has four numbers"),
        ("1,2,3,", "maxlat: an empty text is not a plain decimal"),
        ("1, 2,3,4", "minlat:  2 is not a plain decimal"),
        ("1,2,nan,4", "maxlon: nan is not a plain decimal"),
        ("-181,2,3,4", "minlon -181.0 is not between -180 and 180"),
        ("1,2,181,4", "maxlon 181.0 is not"),
        ("1,-91,3,4", "minlat -91.0 is not between -90 and 90"),
        ("1,2,3,91", "maxlat 91.0 is not"),
        ("1,4,3,2", "minlat 4.0 is north of maxlat 2.0"),
    ],
)
def test_a_text_that_is_no_box_is_refused_with_the_reason(text: str, fragment: str) -> None:
    with pytest.raises(ValueError, match="for example") as caught:
        BBox.parse(text)
    assert fragment in str(caught.value)


def test_a_box_may_cross_the_antimeridian() -> None:
    box = BBox.parse("170,-20,-170,0")
    assert box.crosses_antimeridian
    assert box.longitude_ranges() == ((170, 180), (-180, -170))
    assert box.contains(Point(175, -10))
    assert box.contains(Point(-175, -10))
    assert not box.contains(Point(0, -10))


def test_a_box_that_does_not_cross_has_one_range() -> None:
    box = BBox(-180, -90, 180, 90)
    assert not box.crosses_antimeridian
    assert box.longitude_ranges() == ((-180, 180),)


@given(boxes)
def test_a_box_contains_its_corners(box: BBox) -> None:
    for longitude in (box.west, box.east):
        assert box.contains(Point(longitude, box.south))
        assert box.contains(Point(longitude, box.north))


@given(boxes, points)
def test_a_box_and_the_box_of_its_other_side_hold_every_longitude(box: BBox, point: Point) -> None:
    other = BBox(box.east, box.south, box.west, box.north)
    is_level = box.south <= point.latitude <= box.north
    assert (box.contains(point) or other.contains(point)) == (
        is_level and (box.west != box.east or point.longitude == box.west)
    )


@given(boxes)
def test_a_box_keeps_its_numbers(box: BBox) -> None:
    text = ",".join(f"{edge:.400f}" for edge in (box.west, box.south, box.east, box.north))
    assert BBox.parse(text) == box


@pytest.mark.parametrize("wrong", [0, -1, nan, inf, 20038.1])
def test_a_circle_of_no_size_or_more_than_the_globe_is_refused(wrong: float) -> None:
    with pytest.raises(ValueError, match="is not above 0 and up to 20038; write for example 50"):
        Circle(BAMAKO, wrong)


def test_a_circle_is_read_from_its_three_parameters() -> None:
    assert Circle.parse(lat="12.6392", lon="-8.0029", radius_km="50") == Circle(BAMAKO, 50)


@pytest.mark.parametrize(
    ("texts", "fragment"),
    [
        ({"lat": "x", "lon": "0", "radius_km": "1"}, "lat: x is not"),
        ({"lat": "0", "lon": "1e", "radius_km": "1"}, "lon: 1e is not"),
        ({"lat": "0", "lon": "0", "radius_km": "far"}, "radius_km: far is not"),
        ({"lat": "91", "lon": "0", "radius_km": "1"}, "latitude 91.0 is not between"),
        ({"lat": "0", "lon": "0", "radius_km": "0"}, "radius_km 0.0 is not above 0"),
        ({"lat": "0", "lon": "0", "radius_km": "9" * 400}, "radius_km inf is not"),
    ],
)
def test_texts_that_are_no_circle_are_refused_by_name(texts: dict[str, str], fragment: str) -> None:
    with pytest.raises(ValueError, match="write for example") as caught:
        Circle.parse(**texts)
    assert fragment in str(caught.value)


def test_a_circle_contains_what_is_near_and_not_what_is_far() -> None:
    assert Circle(BAMAKO, 950).contains(GAO)
    assert not Circle(BAMAKO, 900).contains(GAO)


@given(points, points)
def test_a_circle_contains_its_edge(center: Point, point: Point) -> None:
    distance = center.distance_km(point)
    assume(0 < distance <= LARGEST_RADIUS_KM)
    assert Circle(center, distance).contains(point)


def test_a_circle_of_the_largest_radius_contains_the_far_side() -> None:
    assert Circle(BAMAKO, LARGEST_RADIUS_KM).contains(Point(180 - 8.0029, -12.6392))


@given(circles, st.floats(0, 1), st.floats(-pi, pi))
def test_the_bounds_of_a_circle_hold_its_points(
    circle: Circle, share: float, bearing: float
) -> None:
    point = away(circle.center, circle.radius_km * share, bearing)
    assert circle.bounds().contains(point)


@given(circles, points)
def test_what_a_circle_contains_its_bounds_contain(circle: Circle, point: Point) -> None:
    assert not circle.contains(point) or circle.bounds().contains(point)


@given(points, points)
def test_a_circle_drawn_to_a_point_has_it_within_its_bounds(center: Point, point: Point) -> None:
    distance = center.distance_km(point)
    if 0 < distance <= LARGEST_RADIUS_KM:
        assert Circle(center, distance).bounds().contains(point)


@pytest.mark.parametrize(
    ("circle", "ranges", "south", "north"),
    [
        (Circle(Point(0, 89), 200), [(-180, 180)], 87.201, 90),
        (Circle(Point(0, -89), 200), [(-180, 180)], -90, -87.201),
        (Circle(Point(0, 0), 20_000), [(-180, 180)], -90, 90),
        (Circle(Point(179.5, 0), 111.195), [(178.5, 180), (-180, -179.5)], -1, 1),
        (Circle(Point(-179.5, 0), 111.195), [(179.5, 180), (-180, -178.5)], -1, 1),
        (Circle(Point(0, 60), 111.195), [(-2.0003, 2.0003)], 59, 61),
        (Circle(Point(0, -60), 111.195), [(-2.0003, 2.0003)], -61, -59),
        # To the last digit, these end at the poles.
        (Circle(Point(0, 89), 111.19444313265235), [(-180, 180)], 88, 90),
        (Circle(Point(0, -89), 111.19444313265235), [(-180, 180)], -90, -88),
    ],
)
def test_the_bounds_of_a_circle_are_no_wider_than_they_need_be(
    circle: Circle, ranges: list[tuple[float, float]], south: float, north: float
) -> None:
    box = circle.bounds()
    assert [box.south, box.north] == pytest.approx([south, north], abs=1e-3)
    assert len(box.longitude_ranges()) == len(ranges)
    for found, expected in zip(box.longitude_ranges(), ranges, strict=True):
        assert found == pytest.approx(expected, abs=1e-3)
