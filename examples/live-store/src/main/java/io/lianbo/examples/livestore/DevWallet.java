package io.lianbo.examples.livestore;

import io.lianbo.core.Address;
import io.lianbo.core.Hex;
import io.lianbo.core.TokenAmount;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.crypto.Signer;
import io.lianbo.core.typeddata.TypedData;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The demo's wallets: viewers with some coins, and the host. Their keys are known to everybody. */
final class DevWallet {
    private static final List<String> VIEWERS = List.of("mei", "bo", "lan");
    private static final String COINS = "500";

    /** Whether there is a wallet. */
    enum Switch {
        ON,
        OFF;

        boolean isOn() {
            return this == ON;
        }
    }

    /** One account of it. */
    record Account(String name, Signer signer) {
        Address address() {
            return signer.address();
        }
    }

    private final List<Account> accounts = new ArrayList<>();

    /** Fills the viewers' wallets, where there is nothing in them. */
    DevWallet(Contracts contracts, Signer platform, boolean canMint) {
        for (String viewer : VIEWERS) {
            LocalSigner signer = DemoKeys.viewer(viewer);
            accounts.add(new Account(viewer, signer));
            if (canMint && contracts.balanceOf(signer.address()).units().signum() == 0) {
                contracts.mint(platform, signer.address(), TokenAmount.parse(COINS, contracts.currency()));
            }
        }
        accounts.add(new Account("host", DemoKeys.party("host")));
    }

    List<Account> accounts() {
        return List.copyOf(accounts);
    }

    /** As {@code personal_sign}; empty where the account is none of these. */
    Optional<String> signMessage(String account, String message) {
        return find(account).map(signer -> signer.signMessage(message).toString());
    }

    /**
     * As {@code eth_signTypedData_v4}; empty where the account is none of these.
     *
     * @throws IllegalArgumentException where the data is no EIP-712 data
     */
    Optional<String> signTypedData(String account, String json) {
        return find(account)
                .map(signer -> Hex.encode(TypedData.parse(json).sign(signer).bytes()));
    }

    private Optional<Signer> find(String account) {
        return accounts.stream()
                .filter(one -> one.address().toString().equalsIgnoreCase(account))
                .map(Account::signer)
                .findFirst();
    }
}
