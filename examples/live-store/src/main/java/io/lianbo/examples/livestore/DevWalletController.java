package io.lianbo.examples.livestore;

import io.lianbo.core.crypto.Signer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** What the page's development wallet asks: accounts and signatures. Where it is off, there is nothing here. */
@RestController
@RequestMapping("/dev-wallet")
class DevWalletController {
    private final Optional<DevWallet> wallet;

    DevWalletController(DevWallet.Switch devWallet, Contracts contracts, Signer platform, StoreProperties properties) {
        this.wallet = devWallet.isOn()
                ? Optional.of(
                        new DevWallet(contracts, platform, properties.currency().contract() == null))
                : Optional.empty();
    }

    @GetMapping("/accounts")
    List<Map<String, String>> accounts() {
        return wallet().accounts().stream()
                .map(account -> Map.of(
                        "name", account.name(), "address", account.address().toString()))
                .toList();
    }

    @PostMapping("/message")
    Map<String, String> signMessage(@RequestParam String account, @RequestParam String message) {
        return Map.of("signature", wallet().signMessage(account, message).orElseThrow(DevWalletController::unknown));
    }

    @PostMapping("/typed-data")
    Map<String, String> signTypedData(@RequestParam String account, @RequestParam String data) {
        try {
            return Map.of("signature", wallet().signTypedData(account, data).orElseThrow(DevWalletController::unknown));
        } catch (IllegalArgumentException e) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, null, e);
        }
    }

    private DevWallet wallet() {
        return wallet.orElseThrow(DevWalletController::unknown);
    }

    private static ResponseStatusException unknown() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
}
