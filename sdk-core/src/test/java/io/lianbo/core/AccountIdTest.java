package io.lianbo.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountIdTest {

    @Test
    void readsTheExampleOfCaip10() {
        // @start region="account-id"
        AccountId account = AccountId.parse("eip155:1:0xab16a96D359eC26a11e2C2b3d8f8B8942d5Bfcdb");
        assertThat(account.chainId()).isEqualTo(new ChainId(1));
        assertThat(account).hasToString("eip155:1:0xab16a96D359eC26a11e2C2b3d8f8B8942d5Bfcdb");
        // @end
        assertThat(account.address()).isEqualTo(Address.of("0xab16a96d359ec26a11e2c2b3d8f8b8942d5bfcdb"));
    }

    @Test
    void writesTheChecksumOfALowerCaseAddress() {
        assertThat(AccountId.parse("eip155:31337:0xab16a96d359ec26a11e2c2b3d8f8b8942d5bfcdb"))
                .hasToString("eip155:31337:0xab16a96D359eC26a11e2C2b3d8f8B8942d5Bfcdb");
    }

    @ParameterizedTest
    @CsvSource({
        "'', account id must be",
        "eip155:1, account id must be",
        "0xab16a96D359eC26a11e2C2b3d8f8B8942d5Bfcdb, account id must be",
        "bip122:000000000019d6689c085ae165831e93:128Lkh3S7CkDTBZ8W7BbpsN3YYizJMp8p6, account id must be",
        "eip155:0:0xab16a96D359eC26a11e2C2b3d8f8B8942d5Bfcdb, chain id must be",
        "eip155:1:2:0xab16a96D359eC26a11e2C2b3d8f8B8942d5Bfcdb, chain id must be",
        "eip155::0xab16a96D359eC26a11e2C2b3d8f8B8942d5Bfcdb, chain id must be",
        "eip155:1:, address must be",
        "eip155:1:0xab16, address must be",
        "eip155:1:0xAb16a96D359eC26a11e2C2b3d8f8B8942d5Bfcdb, address has a wrong EIP-55 checksum"
    })
    void refusesWhatIsNoEvmAccount(String bad, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AccountId.parse(bad))
                .withMessageStartingWith(message);
    }

    @Test
    void refusesNull() {
        assertThatNullPointerException().isThrownBy(() -> new AccountId(new ChainId(1), null));
        assertThatNullPointerException().isThrownBy(() -> new AccountId(null, Address.ZERO));
    }
}
