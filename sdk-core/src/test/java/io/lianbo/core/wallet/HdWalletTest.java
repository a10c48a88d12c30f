package io.lianbo.core.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.lianbo.core.Address;
import io.lianbo.core.Hex;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.crypto.Signature;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.TestAccount;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.web3j.crypto.Bip32ECKeyPair;

class HdWalletTest {

    private static final String TEST_WORDS = "test test test test test test test test test test test junk";
    private static final String BASE_58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    @ParameterizedTest // BIP-32, "Test vectors" 1 to 4; 3 and 4 have keys that start with zeros
    @CsvSource({
        "000102030405060708090a0b0c0d0e0f, m,"
                + "xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yuGBxrMPHi",
        "000102030405060708090a0b0c0d0e0f, m/0h,"
                + "xprv9uHRZZhk6KAJC1avXpDAp4MDc3sQKNxDiPvvkX8Br5ngLNv1TxvUxt4cV1rGL5hj6KCesnDYUhd7oWgT11eZG7XnxHrnYeSvkzY7d2bhkJ7",
        "000102030405060708090a0b0c0d0e0f, m/0h/1,"
                + "xprv9wTYmMFdV23N2TdNG573QoEsfRrWKQgWeibmLntzniatZvR9BmLnvSxqu53Kw1UmYPxLgboyZQaXwTCg8MSY3H2EU4pWcQDnRnrVA1xe8fs",
        "000102030405060708090a0b0c0d0e0f, m/0h/1/2h,"
                + "xprv9z4pot5VBttmtdRTWfWQmoH1taj2axGVzFqSb8C9xaxKymcFzXBDptWmT7FwuEzG3ryjH4ktypQSAewRiNMjANTtpgP4mLTj34bhnZX7UiM",
        "000102030405060708090a0b0c0d0e0f, m/0h/1/2h/2,"
                + "xprvA2JDeKCSNNZky6uBCviVfJSKyQ1mDYahRjijr5idH2WwLsEd4Hsb2Tyh8RfQMuPh7f7RtyzTtdrbdqqsunu5Mm3wDvUAKRHSC34sJ7in334",
        "000102030405060708090a0b0c0d0e0f, m/0h/1/2h/2/1000000000,"
                + "xprvA41z7zogVVwxVSgdKUHDy1SKmdb533PjDz7J6N6mV6uS3ze1ai8FHa8kmHScGpWmj4WggLyQjgPie1rFSruoUihUZREPSL39UNdE3BBDu76",
        "fffcf9f6f3f0edeae7e4e1dedbd8d5d2cfccc9c6c3c0bdbab7b4b1aeaba8a5a29f9c999693908d8a8784817e7b7875726f6c696663605d5a5754514e4b484542, m,"
                + "xprv9s21ZrQH143K31xYSDQpPDxsXRTUcvj2iNHm5NUtrGiGG5e2DtALGdso3pGz6ssrdK4PFmM8NSpSBHNqPqm55Qn3LqFtT2emdEXVYsCzC2U",
        "fffcf9f6f3f0edeae7e4e1dedbd8d5d2cfccc9c6c3c0bdbab7b4b1aeaba8a5a29f9c999693908d8a8784817e7b7875726f6c696663605d5a5754514e4b484542, m/0,"
                + "xprv9vHkqa6EV4sPZHYqZznhT2NPtPCjKuDKGY38FBWLvgaDx45zo9WQRUT3dKYnjwih2yJD9mkrocEZXo1ex8G81dwSM1fwqWpWkeS3v86pgKt",
        "fffcf9f6f3f0edeae7e4e1dedbd8d5d2cfccc9c6c3c0bdbab7b4b1aeaba8a5a29f9c999693908d8a8784817e7b7875726f6c696663605d5a5754514e4b484542, m/0/2147483647h,"
                + "xprv9wSp6B7kry3Vj9m1zSnLvN3xH8RdsPP1Mh7fAaR7aRLcQMKTR2vidYEeEg2mUCTAwCd6vnxVrcjfy2kRgVsFawNzmjuHc2YmYRmagcEPdU9",
        "fffcf9f6f3f0edeae7e4e1dedbd8d5d2cfccc9c6c3c0bdbab7b4b1aeaba8a5a29f9c999693908d8a8784817e7b7875726f6c696663605d5a5754514e4b484542, m/0/2147483647h/1,"
                + "xprv9zFnWC6h2cLgpmSA46vutJzBcfJ8yaJGg8cX1e5StJh45BBciYTRXSd25UEPVuesF9yog62tGAQtHjXajPPdbRCHuWS6T8XA2ECKADdw4Ef",
        "fffcf9f6f3f0edeae7e4e1dedbd8d5d2cfccc9c6c3c0bdbab7b4b1aeaba8a5a29f9c999693908d8a8784817e7b7875726f6c696663605d5a5754514e4b484542, m/0/2147483647h/1/2147483646h,"
                + "xprvA1RpRA33e1JQ7ifknakTFpgNXPmW2YvmhqLQYMmrj4xJXXWYpDPS3xz7iAxn8L39njGVyuoseXzU6rcxFLJ8HFsTjSyQbLYnMpCqE2VbFWc",
        "fffcf9f6f3f0edeae7e4e1dedbd8d5d2cfccc9c6c3c0bdbab7b4b1aeaba8a5a29f9c999693908d8a8784817e7b7875726f6c696663605d5a5754514e4b484542, m/0/2147483647h/1/2147483646h/2,"
                + "xprvA2nrNbFZABcdryreWet9Ea4LvTJcGsqrMzxHx98MMrotbir7yrKCEXw7nadnHM8Dq38EGfSh6dqA9QWTyefMLEcBYJUuekgW4BYPJcr9E7j",
        "4b381541583be4423346c643850da4b320e46a87ae3d2a4e6da11eba819cd4acba45d239319ac14f863b8d5ab5a0d0c64d2e8a1e7d1457df2e5a3c51c73235be, m,"
                + "xprv9s21ZrQH143K25QhxbucbDDuQ4naNntJRi4KUfWT7xo4EKsHt2QJDu7KXp1A3u7Bi1j8ph3EGsZ9Xvz9dGuVrtHHs7pXeTzjuxBrCmmhgC6",
        "4b381541583be4423346c643850da4b320e46a87ae3d2a4e6da11eba819cd4acba45d239319ac14f863b8d5ab5a0d0c64d2e8a1e7d1457df2e5a3c51c73235be, m/0h,"
                + "xprv9uPDJpEQgRQfDcW7BkF7eTya6RPxXeJCqCJGHuCJ4GiRVLzkTXBAJMu2qaMWPrS7AANYqdq6vcBcBUdJCVVFceUvJFjaPdGZ2y9WACViL4L",
        "3ddd5602285899a946114506157c7997e5444528f3003f6134712147db19b678, m,"
                + "xprv9s21ZrQH143K48vGoLGRPxgo2JNkJ3J3fqkirQC2zVdk5Dgd5w14S7fRDyHH4dWNHUgkvsvNDCkvAwcSHNAQwhwgNMgZhLtQC63zxwhQmRv",
        "3ddd5602285899a946114506157c7997e5444528f3003f6134712147db19b678, m/0h,"
                + "xprv9vB7xEWwNp9kh1wQRfCCQMnZUEG21LpbR9NPCNN1dwhiZkjjeGRnaALmPXCX7SgjFTiCTT6bXes17boXtjq3xLpcDjzEuGLQBM5ohqkao9G",
        "3ddd5602285899a946114506157c7997e5444528f3003f6134712147db19b678, m/0h/1h,"
                + "xprv9xJocDuwtYCMNAo3Zw76WENQeAS6WGXQ55RCy7tDJ8oALr4FWkuVoHJeHVAcAqiZLE7Je3vZJHxspZdFHfnBEjHqU5hG1Jaj32dVoS6XLT1"
    })
    void passesTheVectorsOfTheStandard(String seed, String path, String extendedKey) {
        // version, depth, parent, index: 13 bytes; then the chain code, a zero and the key; then a checksum
        byte[] expected = base58(extendedKey);
        try (HdWallet wallet = HdWallet.ofSeed(HexFormat.of().parseHex(seed));
                ExtendedKey key = wallet.descend(path.replace('h', '\''));
                LocalSigner signer = key.signer()) {
            assertThat(key.chainCode()).isEqualTo(Arrays.copyOfRange(expected, 13, 45));
            assertThat(signer.exportPrivateKeyDangerously()).isEqualTo(Arrays.copyOfRange(expected, 46, 78));
        }
    }

    private static byte[] base58(String text) {
        BigInteger number = BigInteger.ZERO;
        for (int i = 0; i < text.length(); i++) {
            BigInteger digit = BigInteger.valueOf(BASE_58.indexOf(text.charAt(i)));
            number = number.multiply(BigInteger.valueOf(58)).add(digit);
        }
        return BigIntegers.asUnsignedByteArray(82, number);
    }

    @Test
    void agreesWithWeb3jOnRandomPaths() {
        Random random = new Random(32);
        for (int run = 0; run < 40; run++) {
            byte[] seed = new byte[16 + random.nextInt(49)];
            random.nextBytes(seed);
            int[] steps = random.ints(1 + random.nextInt(5)).toArray();
            StringBuilder path = new StringBuilder("m");
            for (int step : steps) {
                path.append('/').append(step & Integer.MAX_VALUE).append(step < 0 ? "'" : "");
            }
            Bip32ECKeyPair theirs = Bip32ECKeyPair.deriveKeyPair(Bip32ECKeyPair.generateKeyPair(seed), steps);
            try (HdWallet wallet = HdWallet.ofSeed(seed);
                    LocalSigner signer = wallet.derive(path.toString())) {
                assertThat(new BigInteger(1, signer.exportPrivateKeyDangerously()))
                        .isEqualTo(theirs.getPrivateKey());
            }
        }
    }

    @Test
    void makesTheAccountsThatOtherWalletsMake() {
        Signature signature;
        Address account;
        String words = TEST_WORDS;
        // @start region="accounts"
        try (Mnemonic mnemonic = Mnemonic.parse(words);
                HdWallet wallet = HdWallet.of(mnemonic);
                LocalSigner signer = wallet.account(0)) { // m/44'/60'/0'/0/0
            account = signer.address();
            signature = signer.signMessage("hello");
        }
        // @end
        assertThat(account).isEqualTo(Address.of("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"));
        assertThat(signature.yParity()).isBetween(0, 1);
    }

    @Test
    void makesTheAccountsOfTheLocalChain() {
        try (LocalChain chain = LocalChain.start();
                Mnemonic mnemonic = Mnemonic.parse(TEST_WORDS);
                HdWallet wallet = HdWallet.of(mnemonic)) {
            List<TestAccount> accounts = chain.accounts();
            for (int i = 0; i < accounts.size(); i++) {
                try (LocalSigner signer = wallet.account(i)) {
                    assertThat(signer.address().toString())
                            .isEqualTo(accounts.get(i).address());
                    assertThat(Hex.encode(signer.exportPrivateKeyDangerously()))
                            .isEqualTo(accounts.get(i).privateKey());
                }
            }
        }
    }

    @Test
    void givesOtherAccountsForAnotherPassphrase() {
        try (Mnemonic mnemonic = Mnemonic.parse(TEST_WORDS);
                HdWallet plain = HdWallet.of(mnemonic);
                HdWallet hidden = HdWallet.of(mnemonic, "tea".toCharArray());
                LocalSigner first = plain.account(0);
                LocalSigner second = hidden.account(0)) {
            assertThat(first.address()).isNotEqualTo(second.address());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "m/",
                "M",
                "m//0",
                "m/0/",
                "m/-1",
                "m/+1",
                "m/2147483648",
                "m/9999999999'",
                "m/99999999999",
                "m/0h",
                "m/0''",
                "m/ 0",
                "0/1",
                "m/\u0661"
            })
    void refusesWhatIsNoPath(String path) {
        try (HdWallet wallet = HdWallet.ofSeed(new byte[16])) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> wallet.derive(path))
                    .withMessage("path must be m and steps from 0 to 2147483647, such as m/44'/60'/0'/0/0: \"" + path
                            + "\"");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> wallet.derive("m" + "/x".repeat(100)))
                    .withMessageEndingWith(": 201 characters");
        }
    }

    @Test
    void refusesANegativeAccountAndASeedOfAnotherSize() {
        try (HdWallet wallet = HdWallet.ofSeed(new byte[64])) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> wallet.account(-1))
                    .withMessage("account must be 0 to 2^31-1: -1");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HdWallet.ofSeed(new byte[15]))
                .withMessage("seed must be 16 to 64 bytes: 15 bytes");
        assertThatIllegalArgumentException().isThrownBy(() -> HdWallet.ofSeed(new byte[65]));
    }

    @Test
    void forgetsItsSecretAndLeavesTheSignersItMade() {
        byte[] seed = new byte[32];
        HdWallet wallet = HdWallet.ofSeed(seed);
        assertThat(seed).isEqualTo(new byte[32]);
        try (LocalSigner signer = wallet.account(7)) {
            assertThat(wallet).hasToString("HdWallet");
            wallet.close();
            assertThat(signer.signMessage("hello").bytes()).hasSize(65);
        }
        assertThatIllegalStateException().isThrownBy(() -> wallet.account(7)).withMessage("the wallet is closed");
    }
}
