package io.lianbo.provenance.scan;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a scan was made, and how sure that is. Of the coordinates only a coarse cell is ever stored, and of the region nothing.
 *
 * {@snippet class="io.lianbo.provenance.scan.ScanGuardTest" region="location"}
 */
public final class Location {
    private static final int FARTHEST = 20_038;

    private final double latitude;
    private final double longitude;
    private final int errorKm;
    private final boolean fromNetwork;
    private final @Nullable String region;

    private Location(double latitude, double longitude, int errorKm, boolean fromNetwork, @Nullable String region) {
        this.latitude = latitude;
        this.longitude = longitude;
        this.errorKm = errorKm;
        this.fromNetwork = fromNetwork;
        this.region = region;
    }

    private static Location of(double latitude, double longitude, int errorKm, boolean fromNetwork) {
        if (!(Math.abs(latitude) <= 90) || !(Math.abs(longitude) <= 180)) {
            throw new IllegalArgumentException(
                    "a place must be at -90 to 90 degrees of latitude and -180 to 180 of longitude");
        }
        if (errorKm < 0) {
            throw new IllegalArgumentException("a location's error must be 0 km or more: " + errorKm);
        }
        return new Location(latitude, longitude, Math.min(errorKm, FARTHEST), fromNetwork, null);
    }

    /**
     * What the device says with its user's consent: GPS, cells, Wi-Fi.
     *
     * @param latitude in degrees, -90 to 90
     * @param longitude in degrees, -180 to 180
     * @param errorKm how far off it may be
     */
    public static Location ofDevice(double latitude, double longitude, int errorKm) {
        return of(latitude, longitude, errorKm, false);
    }

    /**
     * What a data base says of the network address. Behind a VPN it is that of the VPN, so all that it tells counts as one piece of evidence.
     *
     * @param latitude in degrees, -90 to 90
     * @param longitude in degrees, -180 to 180
     * @param errorKm how far off it may be: as the data base says, and thousands where the address is known for a VPN's
     */
    public static Location ofNetwork(double latitude, double longitude, int errorKm) {
        return of(latitude, longitude, errorKm, true);
    }

    /**
     * The same with the region it is in.
     *
     * @param code ISO 3166-1 or 3166-2, such as {@code CN} or {@code CN-53}
     */
    public Location inRegion(String code) {
        return new Location(latitude, longitude, errorKm, fromNetwork, requireRegion(code));
    }

    static String requireRegion(String code) {
        String upper = code.toUpperCase(Locale.ROOT);
        if (!upper.matches("[A-Z]{2}(-[A-Z0-9]{1,3})?")) {
            throw new IllegalArgumentException("a region must be like CN or CN-53: " + code);
        }
        return upper;
    }

    double latitude() {
        return latitude;
    }

    double longitude() {
        return longitude;
    }

    int errorKm() {
        return errorKm;
    }

    boolean fromNetwork() {
        return fromNetwork;
    }

    Optional<String> region() {
        return Optional.ofNullable(region);
    }

    /** Returns how sure it is, and not where. */
    @Override
    public String toString() {
        return "Location(within " + errorKm + " km)";
    }
}
