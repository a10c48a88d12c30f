// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Signatures} from "../../src/common/Signatures.sol";
import {AgreeableWallet} from "../support/AgreeableWallet.sol";
import {ContractWallet} from "../support/ContractWallet.sol";
import {RawAnswer} from "../support/RawAnswer.sol";
import {Test} from "../support/Test.sol";
import {WritingWallet} from "../support/WritingWallet.sol";
import {ECDSA} from "solady/utils/ECDSA.sol";

/// @notice A key's signature counts in its two lengths with a low s only, a contract's where the contract says so exactly.
contract SignaturesTest is Test {
    uint256 private constant ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;
    bytes32 private constant DIGEST = keccak256("digest");
    bytes4 private constant MAGIC = 0x1626ba7e;

    uint256 private _key;
    address private _signer;

    function setUp() public {
        _key = makeKey("signer");
        _signer = vm.addr(_key);
    }

    /// @notice The library behind a call, since it takes the signature from calldata.
    function isValid(address signer, bytes32 digest, bytes calldata given) external view returns (bool) {
        return Signatures.isValid(signer, digest, given);
    }

    function recover(bytes32 digest, bytes calldata given) external view returns (address) {
        return Signatures.recover(digest, given);
    }

    /// @notice The same by Solady, which takes a high s too.
    function recoverByPeer(bytes32 digest, bytes calldata given) external view returns (address) {
        return ECDSA.tryRecoverCalldata(digest, given);
    }

    function test_AcceptsAKeysSignatureOf65Bytes() public view {
        assertTrue(this.isValid(_signer, DIGEST, signature(_key, DIGEST)));
    }

    function test_AcceptsTheSameSignatureIn64Bytes() public view {
        assertTrue(this.isValid(_signer, DIGEST, compactSignature(_key, DIGEST)));
    }

    function test_AcceptsBothParitiesInBothLengths() public view {
        uint256 seen;
        for (uint256 i; i < 16; ++i) {
            bytes32 digest = keccak256(abi.encode(i));
            bytes memory long = signature(_key, digest);
            seen |= 1 << (uint8(long[64]) - 27);
            assertTrue(this.isValid(_signer, digest, long));
            assertTrue(this.isValid(_signer, digest, compactSignature(_key, digest)));
        }
        assertEq(seen, 3, "both values of v were tried");
    }

    function test_RefusesAnotherDigestAndAnotherSigner() public {
        bytes memory good = signature(_key, DIGEST);
        assertFalse(this.isValid(_signer, keccak256("another"), good));
        assertFalse(this.isValid(makeAddr("another"), DIGEST, good));
    }

    /// @dev A signature that recovers to nobody must not make nobody its signer.
    function test_TheZeroAddressSignsNothing() public view {
        assertFalse(this.isValid(address(0), DIGEST, new bytes(65)));
        assertFalse(this.isValid(address(0), DIGEST, new bytes(64)));
        assertFalse(this.isValid(address(0), DIGEST, ""));
        assertFalse(this.isValid(address(0), DIGEST, signature(_key, DIGEST)));
    }

    function test_RefusesAnyOtherV() public view {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(_key, DIGEST);
        for (uint8 other; other < type(uint8).max; ++other) {
            assertEq(this.isValid(_signer, DIGEST, abi.encodePacked(r, s, other)), other == v);
        }
    }

    /// @dev The chain's own recovery takes the high s, so the refusal is ours.
    function test_RefusesTheHighSThatWouldRecoverTheSameSigner() public view {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(_key, DIGEST);
        bytes32 high = bytes32(ORDER - uint256(s));
        uint8 flipped = v == 27 ? 28 : 27;
        assertEq(ecrecover(DIGEST, flipped, r, high), _signer);
        assertFalse(this.isValid(_signer, DIGEST, abi.encodePacked(r, high, flipped)));
    }

    /// @dev With the nonce known, a digest can be found for any s: so the signatures on both sides of the edge exist.
    function test_TheHighestLowSIsGoodAndTheNextIsNotInEitherLength() public {
        uint256 half = ORDER / 2;
        (bytes32 digest, bytes32 r, uint8 v) = _digestFor(half);
        assertEq(ecrecover(digest, v, r, bytes32(half)), _signer);
        assertTrue(this.isValid(_signer, digest, abi.encodePacked(r, half, v)));
        assertTrue(this.isValid(_signer, digest, abi.encodePacked(r, _compact(half, v))));

        (digest, r, v) = _digestFor(half + 1);
        assertEq(ecrecover(digest, v, r, bytes32(half + 1)), _signer);
        assertFalse(this.isValid(_signer, digest, abi.encodePacked(r, half + 1, v)));
        assertFalse(this.isValid(_signer, digest, abi.encodePacked(r, _compact(half + 1, v))));
    }

    function test_RefusesNumbersThatNoSignatureHas() public view {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(_key, DIGEST);
        assertFalse(this.isValid(_signer, DIGEST, abi.encodePacked(bytes32(0), s, v)));
        assertFalse(this.isValid(_signer, DIGEST, abi.encodePacked(r, bytes32(0), v)));
        assertFalse(this.isValid(_signer, DIGEST, abi.encodePacked(bytes32(ORDER), s, v)));
        assertFalse(this.isValid(_signer, DIGEST, abi.encodePacked(r, bytes32(ORDER), v)));
    }

    function test_RefusesEveryOtherLength() public view {
        bytes memory long = signature(_key, DIGEST);
        for (uint256 length; length < 132; ++length) {
            bytes memory given = new bytes(length);
            for (uint256 i; i < length && i < 65; ++i) {
                given[i] = long[i];
            }
            // Cut by one byte the long form is no short form, unless its v is 27, which the short form says with a zero bit.
            bool good = length == 65 || (length == 64 && long[64] == bytes1(uint8(27)));
            assertEq(this.isValid(_signer, DIGEST, given), good);
        }
    }

    function test_AnAccountThatDoesNotExistSignsNothing() public {
        assertFalse(this.isValid(makeAddr("nobody"), DIGEST, ""));
        assertFalse(this.isValid(makeAddr("nobody"), DIGEST, abi.encode(MAGIC)));
    }

    /// @dev Precompiles answer calls without having code; the identity even echoes what it was asked, and some of them use
    /// up the gas that they get.
    function test_APrecompileSignsNothing() public view {
        for (uint160 i = 1; i <= 10; ++i) {
            assertFalse(this.isValid{gas: 1_000_000}(address(i), DIGEST, ""));
            assertFalse(this.isValid{gas: 1_000_000}(address(i), DIGEST, abi.encode(MAGIC)));
        }
    }

    function test_AContractWalletSignsWithWhateverItUnderstands() public {
        ContractWallet wallet = new ContractWallet(_signer);
        assertTrue(this.isValid(address(wallet), DIGEST, signature(_key, DIGEST)));
        assertFalse(this.isValid(address(wallet), keccak256("another"), signature(_key, DIGEST)));
        assertFalse(this.isValid(address(wallet), DIGEST, signature(makeKey("another"), DIGEST)));

        address yes = address(new AgreeableWallet());
        assertTrue(this.isValid(yes, DIGEST, ""), "an empty signature is the wallet's affair");
        assertTrue(this.isValid(yes, DIGEST, new bytes(1000)), "and so is a long one");
    }

    function test_AContractWalletIsAskedByTheStandardAndGetsTheBytesUnchanged() public {
        address yes = address(new AgreeableWallet());
        bytes memory odd = hex"00112233445566778899aabbccddeeff01";
        // Solady leaves out the zeros behind the last byte, which no decoder misses.
        vm.expectCall(yes, abi.encodePacked(MAGIC, DIGEST, uint256(0x40), odd.length, odd), 1);
        assertTrue(this.isValid(yes, DIGEST, odd));
    }

    function test_RefusesAnythingButTheMagicAnswer() public {
        ContractWallet wallet = new ContractWallet(_signer);
        bytes memory good = signature(_key, DIGEST);
        for (uint8 mode = 1; mode <= uint8(type(ContractWallet.Mode).max); ++mode) {
            wallet.setMode(ContractWallet.Mode(mode));
            assertFalse(this.isValid(address(wallet), DIGEST, good));
        }

        _refusesAnswer("");
        _refusesAnswer(abi.encodePacked(MAGIC));
        _refusesAnswer(abi.encode(true));
        _refusesAnswer(abi.encode(bytes4(0xffffffff)));
        _refusesAnswer(abi.encode(uint256(0x1626ba7e)));
        _refusesAnswer(abi.encodePacked(MAGIC, bytes27(0), bytes1(0x01)));
        _refusesAnswer(abi.encodePacked(MAGIC, type(uint224).max));
    }

    function test_RefusesAWalletThatRevertsWithTheMagicAnswer() public {
        assertFalse(this.isValid(address(new RawAnswer(abi.encode(MAGIC), true)), DIGEST, ""));
    }

    /// @dev Nothing is written while a signature is checked, so nothing can be re-entered from there.
    function test_AWalletCannotWriteWhileItIsAsked() public {
        WritingWallet wallet = new WritingWallet();
        assertEq(wallet.isValidSignature(DIGEST, ""), MAGIC);
        assertFalse(this.isValid{gas: 1_000_000}(address(wallet), DIGEST, ""));
        assertEq(wallet.asked(), 1);
    }

    /// forge-config: default.evm_version = "prague"
    function test_AnAccountThatDelegatesItsCodeKeepsSigningWithItsKey() public {
        _delegate(_signer, address(new RawAnswer("", true)));
        assertTrue(this.isValid(_signer, DIGEST, signature(_key, DIGEST)));
        assertTrue(this.isValid(_signer, DIGEST, compactSignature(_key, DIGEST)));
        assertFalse(this.isValid(_signer, DIGEST, signature(makeKey("another"), DIGEST)));
    }

    /// forge-config: default.evm_version = "prague"
    function test_AnAccountThatDelegatesItsCodeAlsoSignsByThatCode() public {
        uint256 sessionKey = makeKey("session");
        _delegate(_signer, address(new ContractWallet(vm.addr(sessionKey))));
        assertTrue(this.isValid(_signer, DIGEST, signature(sessionKey, DIGEST)));
        assertTrue(this.isValid(_signer, DIGEST, signature(_key, DIGEST)));
        assertFalse(this.isValid(_signer, DIGEST, signature(makeKey("another"), DIGEST)));
    }

    /// @dev That form is no key's, so the code is asked as it is about any other bytes, and says what it likes.
    ///
    /// forge-config: default.evm_version = "prague"
    function test_AnAccountThatDelegatesItsCodeLeavesTheSecondFormOfItsKeysSignatureToThatCode() public {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(_key, DIGEST);
        bytes memory high = abi.encodePacked(r, bytes32(ORDER - uint256(s)), v == 27 ? uint8(28) : uint8(27));
        _delegate(_signer, address(new RawAnswer("", true)));
        assertFalse(this.isValid(_signer, DIGEST, high));
        _delegate(_signer, address(new AgreeableWallet()));
        assertTrue(this.isValid(_signer, DIGEST, high));
        assertTrue(this.isValid(_signer, DIGEST, "anything"));
    }

    function testFuzz_AKeySignsWhatItSignedInBothLengths(uint256 key, bytes32 digest, address another) public view {
        key = bound(key, 1, ORDER - 1);
        address signer = vm.addr(key);
        // The identity precompile echoes the question, which begins like the answer when the digest begins with zeros.
        vm.assume(another != signer && another.code.length == 0 && another != address(4));
        bytes memory long = signature(key, digest);
        bytes memory short = compactSignature(key, digest);

        assertTrue(this.isValid(signer, digest, long));
        assertTrue(this.isValid(signer, digest, short));
        assertFalse(this.isValid(another, digest, long));
        assertFalse(this.isValid(another, digest, short));
        assertFalse(this.isValid(signer, ~digest, long));
        assertFalse(this.isValid(signer, ~digest, short));
    }

    function testFuzz_AChangedBitIsNoSignature(uint256 key, bytes32 digest, uint256 bit, bool compact) public view {
        key = bound(key, 1, ORDER - 1);
        bytes memory changed = compact ? compactSignature(key, digest) : signature(key, digest);
        bit = bound(bit, 0, changed.length * 8 - 1);
        changed[bit / 8] ^= bytes1(uint8(1 << (bit % 8)));
        assertFalse(this.isValid(vm.addr(key), digest, changed));
    }

    /// @dev The library's assembly against the chain's own recovery, spelled out.
    function testFuzz_AgreesWithPlainRecovery(uint256 key, bytes32 digest, bytes32 r, bytes32 s, uint8 v, uint8 twist)
        public
        view
    {
        key = bound(key, 1, ORDER - 1);
        address signer = vm.addr(key);
        // Mostly near a good signature: made-up numbers would almost never recover to the signer.
        if (twist % 4 != 0) (v, r, s) = vm.sign(key, digest);
        if (twist % 4 == 2) (s, v) = (bytes32(ORDER - uint256(s)), 55 - v);
        if (twist % 4 == 3) v -= 27;

        bool plain = (v == 27 || v == 28) && uint256(s) <= ORDER / 2 && ecrecover(digest, v, r, s) == signer;
        assertEq(this.isValid(signer, digest, abi.encodePacked(r, s, v)), plain);
        assertEq(plain, twist % 4 == 1);
    }

    /// @dev The library's assembly against another one: the same where s is low, and nobody where it is high. Made-up numbers
    /// recover to somebody every second time.
    function testFuzz_RecoversWhomThePeerRecoversUnlessSIsHigh(
        uint256 key,
        bytes32 digest,
        bytes32 r,
        bytes32 s,
        uint8 v,
        uint8 twist,
        uint256 length
    ) public view {
        if (twist % 8 == 0) (v, r, s) = vm.sign(bound(key, 1, ORDER - 1), digest);
        if (twist % 8 == 1) s = bytes32(bound(uint256(s), 1, ORDER / 2));
        if (twist % 8 == 2) s = bytes32(bound(uint256(s), ORDER / 2 - 2, ORDER / 2 + 2));
        if (twist % 8 != 0 && twist % 4 != 3) v = 27 + v % 2;
        bytes memory given = abi.encodePacked(r, s, v, keccak256(abi.encode(key)), key);
        length = twist / 8 % 4 == 0 ? bound(length, 0, 100) : 64 + twist / 8 % 2;
        assembly ("memory-safe") {
            mstore(given, length)
        }
        if (length == 64) s = bytes32(uint256(s) << 1 >> 1);
        address expected = uint256(s) > ORDER / 2 ? address(0) : this.recoverByPeer(digest, given);
        assertEq(this.recover(digest, given), expected);
        if (length != 64 && length != 65) assertEq(expected, address(0));
        if (twist % 8 == 0 && length == 65) assertEq(expected, vm.addr(bound(key, 1, ORDER - 1)));
    }

    function testFuzz_AWalletsAnswerCountsWhenItIsTheMagicWordAndNothingElse(bytes32 answer, bytes calldata given)
        public
    {
        assertEq(
            this.isValid(address(new RawAnswer(abi.encode(answer), false)), DIGEST, given), answer == bytes32(MAGIC)
        );
        assertTrue(this.isValid(address(new AgreeableWallet()), DIGEST, given));
    }

    function _refusesAnswer(bytes memory answer) private {
        assertFalse(this.isValid(address(new RawAnswer(answer, false)), DIGEST, signature(_key, DIGEST)));
    }

    /// @dev What EIP-7702 puts into an account that delegates.
    function _delegate(address account, address code) private {
        vm.etch(account, abi.encodePacked(hex"ef0100", code));
    }

    /// @dev The digest that the signer's key signs with this s under a fixed nonce: z = s * k - r * d.
    function _digestFor(uint256 s) private returns (bytes32 digest, bytes32 r, uint8 v) {
        uint256 nonce = makeKey("nonce");
        uint256 x = vm.createWallet(nonce).publicKeyX;
        v = vm.createWallet(nonce).publicKeyY % 2 == 0 ? 27 : 28;
        uint256 z = addmod(mulmod(s, nonce, ORDER), ORDER - mulmod(x, _key, ORDER), ORDER);
        return (bytes32(z), bytes32(x), v);
    }

    function _compact(uint256 s, uint8 v) private pure returns (uint256) {
        return (uint256(v - 27) << 255) | s;
    }
}
