package io.lianbo.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.web3j.crypto.Keys;

class AddressTest {

    private static final String CHECKSUMMED = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";

    @Test
    void example() {
        // @start region="address"
        Address merchant = Address.of("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed");
        assertThat(merchant).hasToString("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");
        // @end
    }

    @ParameterizedTest // the test cases of EIP-55
    @ValueSource(
            strings = {
                "0x52908400098527886E0F7030069857D2E4169EE7",
                "0x8617E340B3D01FA5F11F306F4090FD50E238070D",
                "0xde709f2102306220921060314715629080e2fb77",
                "0x27b1fdb04752bbc536007a920d24acb045561c26",
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
                "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
                "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
                "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb"
            })
    void writesTheChecksumOfEip55(String checksummed) {
        assertThat(Address.of(checksummed)).hasToString(checksummed);
        assertThat(Address.of(checksummed.toLowerCase(Locale.ROOT))).hasToString(checksummed);
        assertThat(Address.of("0x" + checksummed.substring(2).toUpperCase(Locale.ROOT)))
                .hasToString(checksummed);
    }

    @Test
    void refusesAWrongChecksum() {
        String oneLetterInTheOtherCase = CHECKSUMMED.replace("5aA", "5AA");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Address.of(oneLetterInTheOtherCase))
                .withMessageContainingAll("address", "EIP-55", oneLetterInTheOtherCase);
        String oneDigitChanged = CHECKSUMMED.replace("6053", "6054");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Address.of(oneDigitChanged))
                .withMessageContainingAll("address", "EIP-55", oneDigitChanged);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0x",
                "5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
                "0X5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe",
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeA",
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed00",
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeg",
                " 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed ",
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeA\uff11\uff12"
            })
    void refusesAnythingButFortyDigits(String bad) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Address.of(bad))
                .withMessageStartingWith("address must be 0x and 40 hex digits: \"");
    }

    @Test
    void saysWhatIsWrongWithTheInputInOneLineAndDoesNotRepeatWhatMayBeAKey() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Address.of("0x1234"))
                .withMessage("address must be 0x and 40 hex digits: \"0x1234\", 4 digits");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Address.of("0x12\n34"))
                .withMessage("address must be 0x and 40 hex digits: \"0x12\\u000a34\", no hex digit at index 4");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Address.of("0x" + "ab".repeat(32)))
                .withMessage("address must be 0x and 40 hex digits: \"0xabababab...\" (66 characters), 64 digits");
    }

    @Test
    void copiesBytesInAndOut() {
        byte[] bytes = new byte[20];
        bytes[0] = 1;
        Address address = Address.of(bytes);
        bytes[0] = 2;
        address.bytes()[0] = 3;
        assertThat(address.bytes()[0]).isEqualTo((byte) 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Address.of(new byte[19]))
                .withMessage("address must be 20 bytes: 19 bytes");
    }

    @Test
    void knowsTheZeroAddress() {
        assertThat(Address.ZERO).hasToString("0x" + "0".repeat(40));
        assertThat(Address.of(new byte[20]).isZero()).isTrue();
        assertThat(Address.of(CHECKSUMMED).isZero()).isFalse();
    }

    @Test
    void isEqualByItsBytesAloneAndOrderedAsANumber() {
        Random random = new Random(55);
        for (int i = 0; i < 2000; i++) {
            byte[] left = new byte[20];
            random.nextBytes(left);
            byte[] right = left.clone();
            assertThat(Address.of(left)).isEqualTo(Address.of(right)).hasSameHashCodeAs(Address.of(right));
            right[random.nextInt(20)] ^= (byte) (1 << random.nextInt(8));
            assertThat(Address.of(left)).isNotEqualTo(Address.of(right));
            assertThat(Integer.signum(Address.of(left).compareTo(Address.of(right))))
                    .isEqualTo(new BigInteger(1, left).compareTo(new BigInteger(1, right)));
        }
        assertThat(Address.ZERO).isNotEqualTo("0x" + "0".repeat(40)).isEqualByComparingTo(Address.ZERO);
    }

    @Test
    void readsWhatItWritesAndAgreesWithWeb3j() {
        Random random = new Random(2055);
        for (int i = 0; i < 500; i++) {
            byte[] bytes = new byte[20];
            random.nextBytes(bytes);
            Address address = Address.of(bytes);
            assertThat(address.bytes()).isEqualTo(bytes);
            byte[] target = new byte[30];
            address.copyTo(target, 7);
            assertThat(target).startsWith(0, 0, 0, 0, 0, 0, 0).endsWith(0, 0, 0);
            assertThat(Arrays.copyOfRange(target, 7, 27)).isEqualTo(bytes);
            assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> address.copyTo(target, 11));
            assertThat(Address.of(address.toString())).isEqualTo(address);
            assertThat(address).hasToString(Keys.toChecksumAddress(Hex.encode(bytes)));
        }
    }

    @Test
    void sortsAsUnsignedNumbers() {
        Address small = Address.of("0x7f" + "00".repeat(19));
        Address great = Address.of("0x80" + "00".repeat(19));
        Address[] addresses = {great, small, Address.ZERO};
        Arrays.sort(addresses);
        assertThat(List.of(addresses)).containsExactly(Address.ZERO, small, great);
    }
}
