package io.lianbo.core.typeddata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Hex;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.json.JsonObject;
import io.lianbo.core.json.StrictJson;
import io.lianbo.testsupport.Vectors;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.web3j.crypto.StructuredDataEncoder;

class TypedDataTest {

    private static final String MAIL = """
            {"types": {
               "EIP712Domain": [
                 {"name": "name", "type": "string"}, {"name": "version", "type": "string"},
                 {"name": "chainId", "type": "uint256"}, {"name": "verifyingContract", "type": "address"}],
               "Person": [{"name": "name", "type": "string"}, {"name": "wallet", "type": "address"}],
               "Mail": [{"name": "from", "type": "Person"}, {"name": "to", "type": "Person"}, {"name": "contents", "type": "string"}]},
             "primaryType": "Mail",
             "domain": {"name": "Ether Mail", "version": "1", "chainId": 1,
               "verifyingContract": "0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC"},
             "message": {
               "from": {"name": "Cow", "wallet": "0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826"},
               "to": {"name": "Bob", "wallet": "0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB"},
               "contents": "Hello, Bob!"}}
            """;

    @Test
    void givesTheHashesOfTheStandardsExample() {
        String json = MAIL;
        // @start region="parse"
        TypedData mail = TypedData.parse(json);

        assertThat(mail.encodeType())
                .isEqualTo("Mail(Person from,Person to,string contents)Person(string name,address wallet)");
        assertThat(mail.digest()).hasToString("0xbe609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2");
        // @end region="parse"
        assertThat(mail.primaryType()).isEqualTo("Mail");
        assertThat(mail.hashStruct()).hasToString("0xc52c0ee5d84264471806290a3f2c4cecfc5490626bf912d01f240d7a274b371e");
        assertThat(mail.domainSeparator())
                .hasToString("0xf2cee375fa42b42143804025fc449deafd50cc031ca257e0b194a650a912090f");
    }

    @Test
    void passesTheOutsideVectors() throws IOException {
        for (Path file : Vectors.files("eip712", ".json")) {
            for (JsonObject vector : JsonObject.parseList("vectors", Files.readString(file))) {
                String name =
                        file.getFileName() + " " + vector.optionalText("name").orElse("");
                Map<String, Object> document = new LinkedHashMap<>();
                document.put("types", vector.values().get("types"));
                document.put("primaryType", vector.values().get("primaryType"));
                document.put("domain", vector.values().get("domain"));
                document.put("message", vector.values().get("data"));

                TypedData typedData = TypedData.parse(StrictJson.write(document));

                assertThat(Hex.encode(typedData.encoded())).as(name).isEqualTo(vector.text("encoded"));
                assertThat(typedData.digest().toString()).as(name).isEqualTo(vector.text("digest"));
                if (vector.optionalText("signature").isPresent()) {
                    LocalSigner signer = LocalSigner.fromPrivateKey(vector.text("privateKey"));
                    assertThat(typedData.sign(signer).toString()).as(name).isEqualTo(vector.text("signature"));
                }
            }
        }
    }

    @Test
    void encodesAnAbsentValueOfARecursiveTypeAsZero() { // the example of MetaMask's signTypedData_v4
        String family = """
                {"types": {"Person": [{"name": "name", "type": "string"},
                   {"name": "mother", "type": "Person"}, {"name": "father", "type": "Person"}]},
                 "primaryType": "Person",
                 "domain": {"name": "Family Tree", "version": "1", "chainId": 1,
                   "verifyingContract": "0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC"},
                 "message": {"name": "Jon",
                   "mother": {"name": "Lyanna", "mother": null, "father": {"name": "Rickard"}},
                   "father": {"name": "Rhaegar", "father": {"name": "Aeris II", "mother": null, "father": null}}}}
                """;

        TypedData person = TypedData.parse(family);

        assertThat(person.encodeType()).isEqualTo("Person(string name,Person mother,Person father)");
        assertThat(person.hashStruct())
                .hasToString("0xfdc7b6d35bbd81f7fa78708604f57569a10edff2ca329c8011373f0667821a45");
        assertThat(person.digest()).hasToString("0x807773b9faa9879d4971b43856c4d60c2da15c6f8c062bd9d33afefb756de19c");
    }

    @Test
    void agreesWithAnotherImplementationOnPlainStructs() throws IOException {
        Random random = new Random(712);
        for (int i = 0; i < 100; i++) {
            byte[] bytes = new byte[32];
            random.nextBytes(bytes);
            String json = MAIL.replace(
                            "{\"name\": \"contents\", \"type\": \"string\"}",
                            "{\"name\": \"contents\", \"type\": \"string\"}, {\"name\": \"amount\", \"type\": \"uint256\"},"
                                    + "{\"name\": \"delta\", \"type\": \"int64\"}, {\"name\": \"flag\", \"type\": \"bool\"},"
                                    + "{\"name\": \"hash\", \"type\": \"bytes32\"}, {\"name\": \"data\", \"type\": \"bytes\"}")
                    .replace(
                            "\"Hello, Bob!\"",
                            "\"Hello " + random.nextInt() + "\", \"amount\": \"" + new BigInteger(256, random)
                                    + "\", \"delta\": \"" + random.nextLong() + "\", \"flag\": " + random.nextBoolean()
                                    + ", \"hash\": \"" + Hex.encode(bytes) + "\", \"data\": \"" + Hex.encode(bytes)
                                    + "00\"");

            assertThat(TypedData.parse(json).digest().bytes())
                    .isEqualTo(new StructuredDataEncoder(json).hashStructuredData());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-128", "\"-128\"", "\"-0x80\"", "-128.0", "-1.28e2", "\"-00128\""})
    void takesAnIntegerInEachOfItsForms(String number) {
        assertThat(Hex.encode(parse("int8", number).encoded())).endsWith("f".repeat(62) + "80");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "uint8 | 256 | uint8 must be 0 to 255: 256",
                "uint8 | -1 | uint8 must be 0 to 255: -1",
                "uint8 | 1.5 | uint8 must be an integer: 1.5",
                "uint8 | \"\" | uint8 must be an integer, decimal or 0x and hex digits: \"\"",
                "uint8 | \"0x\" | uint8 must be an integer, decimal or 0x and hex digits: \"0x\"",
                "uint8 | \"1 \" | uint8 must be an integer, decimal or 0x and hex digits: \"1 \"",
                "uint8 | \"+1\" | uint8 must be an integer, decimal or 0x and hex digits: \"+1\"",
                "uint8 | true | uint8 must be an integer: true",
                "uint8 | null | must not be null",
                "uint8 | [1] | uint8 must be an integer: an array",
                "uint256 | 1e999999999 | uint256 must be 0 to 2^256 - 1: 1E+999999999",
                "uint256 | \"0x10000000000000000000000000000000000000000000000000000000000000000\" | uint256 must be 0 to 2^256 - 1: 115792089237316195423570985008687907853269984665640564039457584007913129639936",
                "int8 | 128 | int8 must be -128 to 127: 128",
                "int128 | \"0x80000000000000000000000000000000\" | int128 must be -2^127 to 2^127 - 1: 170141183460469231731687303715884105728",
                "bool | 1 | bool must be true or false: 1",
                "bool | \"true\" | bool must be true or false: \"true\"",
                "string | 5 | string must be text: 5",
                "bytes | 5 | bytes must be bytes, or text of 0x and hex digits: 5",
                "bytes | \"abcd\" | bytes: hex text must be 0x and an even number of hex digits: no 0x at its start",
                "bytes4 | \"0x010203\" | bytes4 must have 4 bytes: 3 were given",
                "bytes1 | \"0x0102\" | bytes1 must have 1 byte: 2 were given",
                "address | 5 | address must be an address: 5",
                "bool[] | true | bool[] must be an array: true",
                "bool[2] | [true] | bool[2] must have 2 elements: 1",
                "bool[2][] | [[true,true],[]] | [1]: bool[2] must have 2 elements: 0",
                "uint8[][] | [[1],[2,300]] | [1][1]: uint8 must be 0 to 255: 300",
                "uint8[] | [null] | [0]: must not be null",
                "T | [] | T must be an object: an array",
                "T | null | must not be null",
                "T | {} | missing field \"x\", a uint16",
                "T | {\"x\":1,\"y\":2} | unknown field \"y\", allowed are x",
                "T | {\"x\":65536} | .x: uint16 must be 0 to 65535: 65536",
                "T[] | [{\"x\":1},{\"x\":-1}] | [1].x: uint16 must be 0 to 65535: -1",
            })
    void namesTheValueThatDoesNotFit(String type, String value, String problem) {
        String separator = problem.startsWith("[") || problem.startsWith(".") ? "" : ": ";

        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(type, value))
                .withMessage("message.v" + separator + problem);
    }

    @Test
    void refusesAMistypedAddress() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TypedData.parse(MAIL.replace("0xbBbBBBBbbBBB", "0xbBbBBBBbbBBb")))
                .withMessageStartingWith("message.to.wallet: address has a wrong EIP-55 checksum");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "uint | types.S.v: unknown type \"uint\"; EIP-712 has no short names, write uint256",
                "int | types.S.v: unknown type \"int\"; EIP-712 has no short names, write int256",
                "uint7 | types.S.v: unknown type \"uint7\"; allowed are",
                "uint264 | types.S.v: unknown type \"uint264\"; allowed are",
                "uint08 | types.S.v: unknown type \"uint08\"; allowed are",
                "bytes0 | types.S.v: unknown type \"bytes0\"; allowed are",
                "bytes33 | types.S.v: unknown type \"bytes33\"; allowed are",
                "Person | types.S.v: unknown type \"Person\"; allowed are",
                "bool[0] | types.S.v: the arrays of a type must be written [] or [n]: \"bool[0]\"",
                "bool[-1] | types.S.v: the arrays of a type must be written [] or [n]: \"bool[-1]\"",
                "bool[ | types.S.v: the arrays of a type must be written [] or [n]: \"bool[\"",
                "bool[]x | types.S.v: the arrays of a type must be written [] or [n]: \"bool[]x\"",
                "bool[9999999999] | types.S.v: the arrays of a type must be written [] or [n]: \"bool[9999999999]\"",
                "[] | types.S.v: unknown type \"\"; allowed are",
            })
    void refusesATypeThatDoesNotExist(String type, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> parse(type, "[]")).withMessageStartingWith(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "\"primaryType\": \"Mail\", | | missing member \"primaryType\" in the document",
                "\"primaryType\" | \"extra\": 1, \"primaryType\" | unknown member \"extra\" in the document, allowed are types, primaryType, domain, message",
                "\"primaryType\": \"Mail\" | \"primaryType\": \"Letter\" | primaryType must be one of types, and not EIP712Domain: \"Letter\"",
                "\"primaryType\": \"Mail\" | \"primaryType\": \"EIP712Domain\" | primaryType must be one of types, and not EIP712Domain: \"EIP712Domain\"",
                "\"primaryType\": \"Mail\" | \"primaryType\": null | primaryType must be one of types, and not EIP712Domain: null",
                "\"chainId\": 1, | | domain: missing field \"chainId\", a uint256",
                "\"chainId\": 1, | \"chainId\": 1, \"salt\": \"0x\", | domain: unknown field \"salt\", allowed are name, version, chainId, verifyingContract",
                "\"chainId\": 1, | \"chainId\": -1, | domain.chainId: uint256 must be 0 to 2^256 - 1: -1",
                "\"name\": \"Cow\" | \"nam\": \"Cow\" | message.from: unknown field \"nam\", allowed are name, wallet",
                "\"name\": \"Cow\", | | message.from: missing field \"name\", a string",
                "\"name\": \"Cow\" | \"name\": \"Cow\", \"name\": \"Cow\" | $.message.from: the key \"name\" is there twice; each key is allowed once (line 11, column 28)",
                "\"type\": \"Person\"} | \"type\": \"Person\", \"x\": 1} | types.Mail[0]: unknown member \"x\" in a field, allowed are name, type",
                "{\"name\": \"to\", \"type\": \"Person\"} | {\"name\": \"from\", \"type\": \"Person\"} | types.Mail[1]: a struct must have each field once: \"from\"",
                "{\"name\": \"to\", \"type\": \"Person\"} | 5 | types.Mail[1]: a field must be an object: 5",
                "\"name\": \"to\" | \"name\": \"t o\" | types.Mail[1]: a field's name must be a word: \"t o\"",
                "\"name\": \"to\" | \"name\": 5 | types.Mail[1]: the name and the type of a field must be text",
                "\"Mail\": [ | \"uint8\": [], \"Mail\": [ | types.uint8: a struct's name must be a word, and not that of an atomic type: \"uint8\"",
                "\"Mail\": [ | \"Q\": {}, \"Mail\": [ | types.Q: a struct type must be an array of fields: an object",
            })
    void refusesADocumentOfAnotherShape(String part, String replacement, String message) {
        String json = MAIL.replaceFirst(Pattern.quote(part), replacement == null ? "" : replacement);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> TypedData.parse(json))
                .withMessage(message);
    }

    @Test
    void refusesAnUnknownFieldOfADomainWithoutAType() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TypedData.parse(
                        "{\"types\":{\"S\":[]},\"primaryType\":\"S\",\"domain\":{\"Name\":\"x\"},\"message\":{}}"))
                .withMessage("unknown member \"Name\" in the domain,"
                        + " allowed are name, version, chainId, verifyingContract, salt");
    }

    @Test
    void takesLongChainsOfTypes() {
        StringBuilder types = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            types.append("\"T%d\":[{\"name\":\"next\",\"type\":\"T%d[]\"}],".formatted(i, i + 1));
        }
        String json = "{\"types\":{" + types + "\"T20000\":[]},\"primaryType\":\"T0\",\"domain\":{},"
                + "\"message\":{\"next\":[{\"next\":[{\"next\":[]}]}]}}";

        assertThat(TypedData.parse(json).encoded()).hasSize(64);
    }

    @Test
    void handsOutCopies() {
        TypedData mail = TypedData.parse(MAIL);
        mail.encoded()[0] ^= 1;

        assertThat(mail).hasToString("TypedData[" + mail.encodeType() + "]");
        assertThat(mail.digest()).isEqualTo(TypedData.parse(MAIL).digest());
        assertThat(mail.encoded()).isEqualTo(TypedData.parse(MAIL).encoded());
    }

    private static TypedData parse(String type, String value) {
        return TypedData.parse("{\"types\":{\"S\":[{\"name\":\"v\",\"type\":\"" + type
                + "\"}],\"T\":[{\"name\":\"x\",\"type\":\"uint16\"}]},"
                + "\"primaryType\":\"S\",\"domain\":{},\"message\":{\"v\":" + value + "}}");
    }
}
