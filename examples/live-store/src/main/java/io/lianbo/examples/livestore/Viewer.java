package io.lianbo.examples.livestore;

import io.lianbo.core.Address;
import io.lianbo.did.Did;

/** Who is logged in, by her account on the store's chain. */
public record Viewer(Did did) {

    public Address address() {
        return did.account().orElseThrow().address();
    }

    /** Her address as pages show it. */
    public String brief() {
        return brief(address());
    }

    static String brief(Address address) {
        String hex = address.toString();
        return hex.substring(0, 6) + "…" + hex.substring(hex.length() - 4);
    }
}
