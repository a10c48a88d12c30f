package io.lianbo.provenance.scan;

/** Cells of the earth by names that grow finer with each letter (geohash), and how far apart they are. */
final class Geohash {
    private static final String LETTERS = "0123456789bcdefghjkmnpqrstuvwxyz";
    private static final int BITS = 5;
    private static final double EARTH_KM = 6_371;

    private Geohash() {}

    /** A cell, in degrees. */
    record Cell(double south, double north, double west, double east) {
        double latitude() {
            return (south + north) / 2;
        }

        double longitude() {
            return (west + east) / 2;
        }

        /** How far its corners are from its middle. */
        double radiusKm() {
            return Math.max(
                    distanceKm(latitude(), longitude(), south, west), distanceKm(latitude(), longitude(), north, west));
        }
    }

    static String of(double latitude, double longitude, int length) {
        StringBuilder name = new StringBuilder(length);
        double[] lat = {-90, 90};
        double[] lon = {-180, 180};
        boolean isLongitude = true;
        for (int i = 0; i < length; i++) {
            int letter = 0;
            for (int bit = 0; bit < BITS; bit++) {
                double[] range = isLongitude ? lon : lat;
                double middle = (range[0] + range[1]) / 2;
                boolean upper = (isLongitude ? longitude : latitude) >= middle;
                range[upper ? 0 : 1] = middle;
                letter = letter << 1 | (upper ? 1 : 0);
                isLongitude = !isLongitude;
            }
            name.append(LETTERS.charAt(letter));
        }
        return name.toString();
    }

    static Cell cell(String name) {
        double[] lat = {-90, 90};
        double[] lon = {-180, 180};
        boolean isLongitude = true;
        for (int i = 0; i < name.length(); i++) {
            int letter = LETTERS.indexOf(name.charAt(i));
            for (int bit = BITS - 1; bit >= 0; bit--) {
                double[] range = isLongitude ? lon : lat;
                range[(letter >> bit & 1) == 1 ? 0 : 1] = (range[0] + range[1]) / 2;
                isLongitude = !isLongitude;
            }
        }
        return new Cell(lat[0], lat[1], lon[0], lon[1]);
    }

    /** Between the middles of two cells. */
    static double distanceKm(String one, String other) {
        Cell a = cell(one);
        Cell b = cell(other);
        return distanceKm(a.latitude(), a.longitude(), b.latitude(), b.longitude());
    }

    static double distanceKm(double latitude, double longitude, double otherLatitude, double otherLongitude) {
        double a = Math.toRadians(latitude);
        double b = Math.toRadians(otherLatitude);
        double up = Math.sin((b - a) / 2);
        double along = Math.sin(Math.toRadians(otherLongitude - longitude) / 2);
        double half = up * up + Math.cos(a) * Math.cos(b) * along * along;
        return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(half)));
    }
}
