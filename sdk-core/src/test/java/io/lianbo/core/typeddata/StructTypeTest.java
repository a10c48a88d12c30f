package io.lianbo.core.typeddata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.Hex;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.crypto.Secp256k1;
import io.lianbo.core.crypto.Signature;
import io.lianbo.core.json.StrictJson;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StructTypeTest {

    private static final Address COLLECTION = Address.of("0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC");
    private static final Address COW = Address.of("0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826");

    // @start region="declare"
    record Voucher(BigInteger tokenId, Address recipient, long validUntil) {}

    static final StructType<Voucher> VOUCHER = StructType.<Voucher>named("Voucher")
            .uint(256, "tokenId", Voucher::tokenId)
            .address("recipient", Voucher::recipient)
            .uint64("validUntil", Voucher::validUntil)
            .build();

    // @end region="declare"

    record Person(String name, List<Address> wallets) {}

    record Mail(Person from, List<Person> to, String contents) {}

    static final StructType<Person> PERSON = StructType.<Person>named("Person")
            .string("name", Person::name)
            .field("wallets", FieldType.ADDRESS.array(), Person::wallets)
            .build();

    static final StructType<Mail> MAIL = StructType.<Mail>named("Mail")
            .struct("from", PERSON, Mail::from)
            .field("to", FieldType.struct(PERSON).array(), Mail::to)
            .string("contents", Mail::contents)
            .build();

    @Test
    void givesTheDigestThatASignerSigns() {
        LocalSigner signer = LocalSigner.generate(new SecureRandom());
        Voucher voucher = new Voucher(BigInteger.TEN, COW, 1_800_000_000);

        // @start region="sign"
        Eip712Domain domain = Eip712Domain.of("Lianbo Voucher", "1", new ChainId(1), COLLECTION);
        Signature signature = VOUCHER.sign(signer, domain, voucher);
        // @end region="sign"

        Hash32 digest = VOUCHER.digest(domain, voucher);
        assertThat(Secp256k1.verify(digest, signature, signer.address()).isVerified())
                .isTrue();
        assertThat(VOUCHER.encodeType()).isEqualTo("Voucher(uint256 tokenId,address recipient,uint64 validUntil)");
    }

    @Test
    void encodesStructsAndArraysWithinAStruct() { // the example of MetaMask's signTypedData_v4
        Mail mail = new Mail(
                new Person("Cow", List.of(COW, Address.of("0xDeaDbeefdEAdbeefdEadbEEFdeadbeEFdEaDbeeF"))),
                List.of(new Person(
                        "Bob",
                        List.of(
                                Address.of("0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB"),
                                Address.of("0xB0BdaBea57B0BDABeA57b0bdABEA57b0BDabEa57"),
                                Address.of("0xB0B0b0b0b0b0B000000000000000000000000000")))),
                "Hello, Bob!");

        assertThat(MAIL.encodeType())
                .isEqualTo("Mail(Person from,Person[] to,string contents)Person(string name,address[] wallets)");
        assertThat(MAIL.typeHash()).hasToString("0x4bd8a9a2b93427bb184aca81e24beb30ffa3c747e2a33d4225ec08bf12e2e753");
        assertThat(MAIL.digest(Eip712Domain.of("Ether Mail", "1", new ChainId(1), COLLECTION), mail))
                .hasToString("0xa85c2e2b118698e88db68a8105b794a8cc7cec074e89ef991cb4f5f533819cc2");
    }

    @Test
    void sortsTheTypesItRefersTo() {
        StructType<String> zebra =
                StructType.<String>named("Zebra").string("z", s -> s).build();
        StructType<String> ant =
                StructType.<String>named("Ant").struct("zebra", zebra, s -> s).build();
        StructType<String> middle = StructType.<String>named("Middle")
                .field("zebras", FieldType.struct(zebra).array(2).array(), s -> List.of(List.of(s, s)))
                .struct("ant", ant, s -> s)
                .build();

        assertThat(middle.encodeType()).isEqualTo("Middle(Zebra[2][] zebras,Ant ant)Ant(Zebra zebra)Zebra(string z)");
    }

    /** A value of every type, random. */
    record Everything(
            Address address,
            boolean bool,
            String string,
            String bytes,
            Hash32 bytes32,
            String bytes5,
            BigInteger uint256,
            BigInteger uint96,
            BigInteger int256,
            BigInteger int8,
            int uint8,
            int uint16,
            long uint32,
            long uint64,
            Person struct,
            List<List<String>> strings,
            List<BigInteger> integers,
            List<Person> structs) {

        static Everything random(Random random) {
            Supplier<byte[]> twenty = () -> bytes(random, 20);
            Supplier<Person> person =
                    () -> new Person("p" + random.nextInt(), list(random.nextInt(3), () -> Address.of(twenty.get())));
            return new Everything(
                    Address.of(twenty.get()),
                    random.nextBoolean(),
                    "链播 " + random.nextLong(),
                    Hex.encode(bytes(random, random.nextInt(70))),
                    Hash32.of(bytes(random, 32)),
                    Hex.encode(bytes(random, 5)),
                    new BigInteger(256, random),
                    new BigInteger(96, random),
                    new BigInteger(256, random).subtract(BigInteger.TWO.pow(255)),
                    BigInteger.valueOf(random.nextInt(256) - 128),
                    random.nextInt(256),
                    random.nextInt(65536),
                    random.nextLong(1L << 32),
                    random.nextLong(Long.MAX_VALUE),
                    person.get(),
                    list(random.nextInt(3), () -> List.of("a", "b" + random.nextInt())),
                    list(3, () -> BigInteger.valueOf(random.nextInt())),
                    list(random.nextInt(3), person));
        }

        private static byte[] bytes(Random random, int count) {
            byte[] bytes = new byte[count];
            random.nextBytes(bytes);
            return bytes;
        }

        private static <E> List<E> list(int count, Supplier<E> element) {
            List<E> list = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                list.add(element.get());
            }
            return list;
        }

        Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("address", address.toString());
            json.put("bool", bool);
            json.put("string", string);
            json.put("bytes", bytes);
            json.put("bytes32", bytes32.toString());
            json.put("bytes5", bytes5);
            json.put("uint256", "0x" + uint256.toString(16));
            json.put("uint96", uint96.toString());
            json.put("int256", int256);
            json.put("int8", int8.longValueExact());
            json.put("uint8", uint8);
            json.put("uint16", uint16);
            json.put("uint32", uint32);
            json.put("uint64", uint64);
            json.put("struct", json(struct));
            json.put("strings", strings);
            json.put("integers", integers);
            json.put("structs", structs.stream().map(Everything::json).toList());
            return json;
        }

        private static Map<String, Object> json(Person person) {
            return Map.of(
                    "name",
                    person.name(),
                    "wallets",
                    person.wallets().stream().map(Address::toString).toList());
        }
    }

    static final StructType<Everything> EVERYTHING = StructType.<Everything>named("Everything")
            .address("address", Everything::address)
            .bool("bool", Everything::bool)
            .string("string", Everything::string)
            .bytes("bytes", value -> Hex.decode(value.bytes()))
            .bytes32("bytes32", Everything::bytes32)
            .field("bytes5", FieldType.bytes(5), value -> Hex.decode(value.bytes5()))
            .uint(256, "uint256", Everything::uint256)
            .uint(96, "uint96", Everything::uint96)
            .integer(256, "int256", Everything::int256)
            .integer(8, "int8", Everything::int8)
            .uint8("uint8", Everything::uint8)
            .uint16("uint16", Everything::uint16)
            .uint32("uint32", Everything::uint32)
            .uint64("uint64", Everything::uint64)
            .struct("struct", PERSON, Everything::struct)
            .field("strings", FieldType.STRING.array(2).array(), Everything::strings)
            .field("integers", FieldType.integer(64).array(3), Everything::integers)
            .field("structs", FieldType.struct(PERSON).array(), Everything::structs)
            .build();

    @Test
    void agreesWithTypedData() {
        Random random = new Random(712);
        Eip712Domain domain = Eip712Domain.of("Lianbo", "1", new ChainId(8453), COLLECTION);
        Map<String, Object> types = Map.of("Everything", fieldsOf(EVERYTHING), "Person", fieldsOf(PERSON));
        for (int i = 0; i < 300; i++) {
            Everything value = Everything.random(random);
            TypedData typedData = TypedData.parse(StrictJson.write(Map.of(
                    "types",
                    types,
                    "primaryType",
                    "Everything",
                    "domain",
                    Map.of(
                            "name",
                            "Lianbo",
                            "version",
                            "1",
                            "chainId",
                            8453,
                            "verifyingContract",
                            COLLECTION.toString()),
                    "message",
                    value.json())));

            assertThat(typedData.encodeType()).isEqualTo(EVERYTHING.encodeType());
            assertThat(typedData.encoded()).isEqualTo(EVERYTHING.encoded(value));
            assertThat(typedData.hashStruct()).isEqualTo(EVERYTHING.hashStruct(value));
            assertThat(typedData.domainSeparator()).isEqualTo(domain.separator());
            assertThat(typedData.digest()).isEqualTo(EVERYTHING.digest(domain, value));
        }
    }

    private static List<Map<String, String>> fieldsOf(StructType<?> type) {
        String definition = type.encodeType().substring(0, type.encodeType().indexOf(')'));
        String members = definition.substring(definition.indexOf('(') + 1);
        return Arrays.stream(members.split(","))
                .map(member -> member.split(" "))
                .map(words -> Map.of("type", words[0], "name", words[1]))
                .toList();
    }

    @Test
    void namesTheValueThatIsOutOfRange() {
        assertRefused(
                "Voucher.tokenId: uint256 must be 0 to 2^256 - 1: -1",
                () -> VOUCHER.hashStruct(new Voucher(BigInteger.ONE.negate(), COW, 0)));
        assertRefused(
                "Voucher.validUntil: uint64 must be 0 to 18446744073709551615: -5",
                () -> VOUCHER.hashStruct(new Voucher(BigInteger.ONE, COW, -5)));
        assertRefused(
                "Voucher.recipient: address must not be null",
                () -> VOUCHER.hashStruct(new Voucher(BigInteger.ONE, null, 0)));
        assertRefused(
                "Mail.to[1].wallets[0]: address must not be null",
                () -> MAIL.hashStruct(new Mail(
                        new Person("a", List.of()),
                        List.of(new Person("b", List.of()), new Person("c", Arrays.asList((Address) null))),
                        "")));
        assertRefused(
                "Mail.contents: text must not hold a surrogate without its partner: \"a\\ud800\"",
                () -> MAIL.hashStruct(new Mail(new Person("a", List.of()), List.of(), "a\uD800")));
    }

    @Test
    void holdsEveryTypeToItsRange() {
        for (int bits = 8; bits <= 256; bits += 8) {
            BigInteger one = BigInteger.ONE;
            BigInteger top = BigInteger.TWO.pow(bits);
            assertTakes(FieldType.uint(bits), BigInteger.ZERO, top.subtract(one));
            assertRefuses(FieldType.uint(bits), one.negate(), top);
            BigInteger half = BigInteger.TWO.pow(bits - 1);
            assertTakes(FieldType.integer(bits), half.negate(), half.subtract(one));
            assertRefuses(FieldType.integer(bits), half.negate().subtract(one), half);
        }
        for (int count = 1; count <= 32; count++) {
            assertTakes(FieldType.bytes(count), new byte[count]);
            assertRefuses(FieldType.bytes(count), new byte[count - 1], new byte[count + 1]);
        }
        assertTakes(FieldType.BOOL.array(2), List.of(true, false));
        assertRefuses(FieldType.BOOL.array(2), List.of(true), List.of(true, true, true));
    }

    @Test
    void fillsTheWordOfANegativeNumberWithItsSign() {
        StructType<BigInteger> type = StructType.<BigInteger>named("N")
                .integer(16, "n", Function.identity())
                .build();

        byte[] encoded = type.encoded(BigInteger.TWO.negate());

        assertThat(Hex.encode(Arrays.copyOfRange(encoded, 32, 64))).isEqualTo("0x" + "f".repeat(63) + "e");
    }

    @ParameterizedTest
    @ValueSource(ints = {-8, 0, 1, 7, 12, 264, 255})
    void refusesIntegersThatSolidityDoesNotHave(int bits) {
        assertRefused("an integer must have 8, 16, 24 ... 256 bits: " + bits, () -> FieldType.uint(bits));
        assertRefused("an integer must have 8, 16, 24 ... 256 bits: " + bits, () -> FieldType.integer(bits));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a(", "a)", "a,b", "a[]", "uint256", "address", "a\u0000", "a\u00a0b", "\uD800"})
    void refusesNamesThatBlurTheType(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StructType.named(name))
                .withMessageStartingWith("a struct's name must be a word, and not that of an atomic type: \"");
    }

    @Test
    void refusesADeclarationThatContradictsItself() {
        StructType.Builder<String> builder = StructType.<String>named("Twice").string("a", s -> s);
        StructType<String> first =
                StructType.<String>named("Same").string("a", s -> s).build();
        StructType<String> second =
                StructType.<String>named("Same").string("b", s -> s).build();
        StructType.Builder<String> both =
                StructType.<String>named("Both").struct("first", first, s -> s).struct("second", second, s -> s);

        assertRefused("Twice must have each field once: \"a\"", () -> builder.bool("a", s -> true));
        assertRefused("a field's name must be a word: \"a b\"", () -> builder.bool("a b", s -> true));
        assertRefused("one struct name must have one definition: Same(string a) and Same(string b)", both::build);
        assertRefused("bytesN must have 1 to 32 bytes: 33", () -> FieldType.bytes(33));
        assertRefused("an array must have at least one element: 0", () -> FieldType.BOOL.array(0));
    }

    @SafeVarargs
    private static <V> void assertTakes(FieldType<V> type, V... values) {
        StructType<V> struct = StructType.<V>named("S").field("v", type, v -> v).build();
        for (V value : values) {
            assertThat(struct.hashStruct(value)).isNotNull();
        }
    }

    @SafeVarargs
    private static <V> void assertRefuses(FieldType<V> type, V... values) {
        StructType<V> struct = StructType.<V>named("S").field("v", type, v -> v).build();
        for (V value : values) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> struct.hashStruct(value))
                    .withMessageStartingWith("S.v: " + type.name() + " must ");
        }
    }

    private static void assertRefused(String message, Supplier<?> call) {
        assertThatIllegalArgumentException().isThrownBy(call::get).withMessage(message);
    }
}
