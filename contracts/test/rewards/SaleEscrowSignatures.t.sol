// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SaleEscrow} from "../../src/rewards/SaleEscrow.sol";
import {ContractWallet} from "../support/ContractWallet.sol";
import {SaleFixture} from "../support/SaleFixture.sol";

/// @notice An order is released by the signatures of its own verifier and its own buyer, over exactly this sale.
contract SaleEscrowSignaturesTest is SaleFixture {
    uint256 private constant ORDER_OF_SECP256K1 = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;

    SaleEscrow.Order private _sale;

    function setUp() external {
        _sale = _funded(NATIVE, 10_000);
    }

    function test_TheDomainIsTheOneThatWalletsShow() external view {
        (, string memory name, string memory version, uint256 chainId, address verifyingContract,,) =
            escrow.eip712Domain();
        assertEq(name, "Lianbo Sale Escrow");
        assertEq(version, "1");
        assertEq(chainId, vm.getChainId());
        assertEq(verifyingContract, address(escrow));
    }

    function test_SignaturesOf65And64BytesAreAccepted() external {
        uint256 snapshot = vm.snapshotState();
        _release(_sale);
        assertEq(escrow.stateOf(_sale.orderId), RELEASED);

        vm.revertToState(snapshot);
        escrow.release(
            _sale,
            _shares(),
            PASSPORT,
            compactSignature(verifierKey, _passportDigest(_sale, PASSPORT)),
            compactSignature(buyerKey, _deliveryDigest(_sale))
        );
        assertEq(escrow.stateOf(_sale.orderId), RELEASED);
    }

    function test_AnotherEncodingOfTheSameSignaturesReleasesNothingASecondTime() external {
        _release(_sale);
        bytes memory passport = compactSignature(verifierKey, _passportDigest(_sale, PASSPORT));
        bytes memory delivery = compactSignature(buyerKey, _deliveryDigest(_sale));
        vm.expectRevert(abi.encodeWithSelector(SaleEscrow.NotFunded.selector, _sale.orderId, RELEASED));
        escrow.release(_sale, _shares(), PASSPORT, passport, delivery);
    }

    function test_AHighSIsRefusedInBothPlaces() external {
        _assertPassportRefused(_malleated(verifierKey, _passportDigest(_sale, PASSPORT)));
        _assertDeliveryRefused(_malleated(buyerKey, _deliveryDigest(_sale)));
    }

    function testFuzz_TheSignatureOfAnyOtherKeyIsRefused(uint256 key) external {
        key = bound(key, 1, ORDER_OF_SECP256K1 - 1);
        vm.assume(key != verifierKey && key != buyerKey);
        _assertPassportRefused(signature(key, _passportDigest(_sale, PASSPORT)));
        _assertDeliveryRefused(signature(key, _deliveryDigest(_sale)));
    }

    function test_BuyerAndVerifierCannotSignForOneAnother() external {
        _assertPassportRefused(signature(buyerKey, _passportDigest(_sale, PASSPORT)));
        _assertDeliveryRefused(signature(verifierKey, _deliveryDigest(_sale)));
        _assertPassportRefused(signature(verifierKey, _deliveryDigest(_sale)));
        _assertDeliveryRefused(signature(buyerKey, _passportDigest(_sale, PASSPORT)));
    }

    function testFuzz_ASignatureOverAnotherPassportIsRefused(bytes32 other) external {
        vm.assume(other != PASSPORT);
        _assertPassportRefused(signature(verifierKey, _passportDigest(_sale, other)));
    }

    function test_ASignatureForAnotherItemOrOrderIsRefused() external {
        SaleEscrow.Order memory other = _sale;
        other.itemKey = keccak256("another item");
        _assertPassportRefused(_passportSignature(other));

        other = _funded(NATIVE, 10_000);
        _assertPassportRefused(_passportSignature(other));
        _assertDeliveryRefused(_deliverySignature(other));
    }

    function test_ASignatureForAnotherEscrowChainNameOrVersionIsRefused() external {
        bytes32 message = keccak256(abi.encode(keccak256("DeliveryConfirmed(bytes32 orderId)"), _sale.orderId));
        string memory name = "Lianbo Sale Escrow";
        uint256 chain = vm.getChainId();
        address here = address(escrow);
        _assertDeliveryRefused(
            signature(
                buyerKey,
                _digest(
                    message,
                    name,
                    "1",
                    chain,
                    address(SaleEscrow(deployed("SaleEscrow.sol:SaleEscrow", abi.encode(registry))))
                )
            )
        );
        _assertDeliveryRefused(signature(buyerKey, _digest(message, name, "1", chain + 1, here)));
        _assertDeliveryRefused(signature(buyerKey, _digest(message, name, "2", chain, here)));
        _assertDeliveryRefused(signature(buyerKey, _digest(message, "Another Escrow", "1", chain, here)));
    }

    function test_AfterAForkTheSignaturesOfOneChainAreWorthNothingOnTheOther() external {
        bytes memory passport = _passportSignature(_sale);
        bytes memory delivery = _deliverySignature(_sale);
        uint256 chain = vm.getChainId();

        vm.chainId(chain + 1);
        vm.expectRevert(abi.encodeWithSelector(SaleEscrow.PassportNotVerified.selector, _sale.orderId));
        escrow.release(_sale, _shares(), PASSPORT, passport, delivery);
        bytes memory passportHere = _passportSignature(_sale);
        vm.expectRevert(abi.encodeWithSelector(SaleEscrow.DeliveryNotConfirmed.selector, _sale.orderId));
        escrow.release(_sale, _shares(), PASSPORT, passportHere, delivery);

        vm.chainId(chain);
        escrow.release(_sale, _shares(), PASSPORT, passport, delivery);
    }

    function testFuzz_ABentSignatureIsRefused(uint256 position, uint8 change) external {
        vm.assume(change != 0);
        bytes memory bent = _deliverySignature(_sale);
        position = bound(position, 0, 64);
        bent[position] = bytes1(uint8(bent[position]) ^ change);
        _assertDeliveryRefused(bent);
    }

    function testFuzz_BytesOfAnyOtherLengthAreNoSignature(bytes calldata garbage) external {
        _assertDeliveryRefused(garbage);
        _assertPassportRefused(garbage);
    }

    function test_ASignatureWithAByteMoreOrLessIsRefused() external {
        bytes memory good = _deliverySignature(_sale);
        _assertDeliveryRefused(bytes.concat(good, hex"00"));
        bytes memory shorter = new bytes(63);
        for (uint256 i; i < 63; ++i) {
            shorter[i] = good[i];
        }
        _assertDeliveryRefused(shorter);
        _assertDeliveryRefused("");
    }

    /// @dev An invalid signature recovers to the zero address in the precompile; nobody is that.
    function test_ASignatureThatRecoversToNobodyIsRefused() external {
        _assertDeliveryRefused(new bytes(65));
        _assertDeliveryRefused(new bytes(64));
        _assertPassportRefused(abi.encodePacked(bytes32(uint256(1)), bytes32(uint256(1)), uint8(29)));
    }

    // --- Contracts that sign (ERC-1271) ---

    function test_ContractWalletsBuyVerifyAndGetRefunds() external {
        SaleEscrow.Order memory order = _orderOfWallets();
        _fund(order);
        uint256 snapshot = vm.snapshotState();
        _release(order);
        assertEq(escrow.stateOf(order.orderId), RELEASED);

        vm.revertToState(snapshot);
        _refund(order);
        assertEq(order.buyer.balance, 10_000);
    }

    function test_AContractWalletThatDoesNotAnswerWithTheMagicValueHasNotSigned() external {
        SaleEscrow.Order memory order = _orderOfWallets();
        _fund(order);
        bytes memory passport = _passportSignature(order);
        bytes memory delivery = _deliverySignature(order);
        for (uint256 mode = 1; mode <= uint256(type(ContractWallet.Mode).max); ++mode) {
            ContractWallet(payable(order.verifier)).setMode(ContractWallet.Mode(mode));
            vm.expectRevert(abi.encodeWithSelector(SaleEscrow.PassportNotVerified.selector, order.orderId));
            escrow.release(order, _shares(), PASSPORT, passport, delivery);
            ContractWallet(payable(order.verifier)).setMode(ContractWallet.Mode.Honest);

            ContractWallet(payable(order.buyer)).setMode(ContractWallet.Mode(mode));
            vm.expectRevert(abi.encodeWithSelector(SaleEscrow.DeliveryNotConfirmed.selector, order.orderId));
            escrow.release(order, _shares(), PASSPORT, passport, delivery);
            ContractWallet(payable(order.buyer)).setMode(ContractWallet.Mode.Honest);
        }
        escrow.release(order, _shares(), PASSPORT, passport, delivery);
    }

    function test_AnotherOwnersSignatureIsNotTheContractWallets() external {
        SaleEscrow.Order memory order = _orderOfWallets();
        _fund(order);
        bytes memory passport = signature(buyerKey, _passportDigest(order, PASSPORT));
        bytes memory delivery = _deliverySignature(order);
        vm.expectRevert(abi.encodeWithSelector(SaleEscrow.PassportNotVerified.selector, order.orderId));
        escrow.release(order, _shares(), PASSPORT, passport, delivery);
    }

    function test_AContractThatKnowsNothingOfSignaturesHasNotSigned() external {
        SaleEscrow.Order memory order = _order(NATIVE, 10_000);
        order.verifier = address(token);
        _fund(order);
        bytes memory passport = _passportSignature(order);
        bytes memory delivery = _deliverySignature(order);
        vm.expectRevert(abi.encodeWithSelector(SaleEscrow.PassportNotVerified.selector, order.orderId));
        escrow.release(order, _shares(), PASSPORT, passport, delivery);
    }

    /// @dev As with EIP-7702: there is code at a key's address, and the key still signs.
    function test_AnAccountWithCodeKeepsSigningWithItsKey() external {
        vm.etch(buyer, address(new ContractWallet(merchant)).code);
        _release(_sale);
        assertEq(escrow.stateOf(_sale.orderId), RELEASED);
    }

    function _orderOfWallets() private returns (SaleEscrow.Order memory order) {
        order = _order(NATIVE, 10_000);
        order.buyer = address(new ContractWallet(buyer));
        order.verifier = address(new ContractWallet(verifier));
    }

    function _malleated(uint256 key, bytes32 digest) private pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        bytes memory high =
            abi.encodePacked(r, bytes32(ORDER_OF_SECP256K1 - uint256(s)), v == 27 ? uint8(28) : uint8(27));
        // It is a signature that the precompile itself accepts.
        address signer = ecrecover(digest, v == 27 ? 28 : 27, r, bytes32(ORDER_OF_SECP256K1 - uint256(s)));
        assertEq(signer, vm.addr(key));
        return high;
    }

    function _assertPassportRefused(bytes memory passport) private {
        bytes memory delivery = _deliverySignature(_sale);
        vm.expectRevert(abi.encodeWithSelector(SaleEscrow.PassportNotVerified.selector, _sale.orderId));
        escrow.release(_sale, _shares(), PASSPORT, passport, delivery);
        assertEq(escrow.stateOf(_sale.orderId), FUNDED);
    }

    function _assertDeliveryRefused(bytes memory delivery) private {
        bytes memory passport = _passportSignature(_sale);
        vm.expectRevert(abi.encodeWithSelector(SaleEscrow.DeliveryNotConfirmed.selector, _sale.orderId));
        escrow.release(_sale, _shares(), PASSPORT, passport, delivery);
        assertEq(escrow.stateOf(_sale.orderId), FUNDED);
    }
}
