package io.lianbo.rewards.split;

import io.lianbo.core.Address;
import io.lianbo.core.BasisPoints;

/**
 * One recipient's part of a payment.
 *
 * @param recipient who is paid, not the zero address
 * @param part how much of it, 1 to 10000 basis points
 */
public record Share(Address recipient, BasisPoints part) {

    public Share {
        if (recipient.isZero()) {
            throw new IllegalArgumentException("recipient of a share must not be the zero address");
        }
        if (part.value() == 0) {
            throw new IllegalArgumentException("share of " + recipient + " must be 1 to 10000 basis points: 0");
        }
    }

    /** A share of so many basis points: 2500 are 25 %. */
    public static Share of(Address recipient, int basisPoints) {
        return new Share(recipient, BasisPoints.of(basisPoints));
    }
}
