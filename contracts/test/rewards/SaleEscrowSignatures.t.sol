// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Attestation, SaleEscrow, SaleTerms, Shipment} from "../../src/rewards/SaleEscrow.sol";
import {AgreeableWallet} from "../support/AgreeableWallet.sol";
import {ContractWallet} from "../support/ContractWallet.sol";
import {SaleFixture} from "../support/SaleFixture.sol";
import {WritingWallet} from "../support/WritingWallet.sol";

/// @notice An order counts as shipped by the attestations of its own conditions, in their order, and is confirmed and disputed by
/// its own buyer, over exactly this order of this escrow on this chain.
contract SaleEscrowSignaturesTest is SaleFixture {
    uint256 private constant ORDER_OF_SECP256K1 = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;

    bytes private _encoded;

    function setUp() external {
        _encoded = abi.encode(_funded(NATIVE, 10_000));
    }

    function test_TheDomainIsTheOneThatWalletsShow() external view {
        (, string memory name, string memory version, uint256 chainId, address verifyingContract,,) =
            escrow.eip712Domain();
        assertEq(name, "Lianbo Sale Escrow");
        assertEq(version, "1");
        assertEq(chainId, vm.getChainId());
        assertEq(verifyingContract, address(escrow));
    }

    // --- Encodings ---

    function test_SignaturesOf65And64BytesAreAccepted() external {
        uint256 snapshot = vm.snapshotState();
        _release(_open());
        _assertState(_open(), SaleEscrow.State.Released);

        vm.revertToState(snapshot);
        Attestation[] memory attestations = new Attestation[](1);
        attestations[0] =
            Attestation(EVIDENCE, compactSignature(verifierKey, _conditionDigest(_open().order, EVIDENCE)));
        bytes memory delivery = compactSignature(buyerKey, _deliveryDigest(_open().order));
        escrow.release(_open().terms, _open().shares, _open().order, attestations, delivery);
        _assertState(_open(), SaleEscrow.State.Released);
    }

    function test_AnotherEncodingOfTheSameSignatureMovesNothingASecondTime() external {
        _ship(_open());
        _dispute(_open());
        bytes memory complaint = compactSignature(buyerKey, _disputeDigest(_open().order, REASON));
        bytes32 id = _id(_open().order);
        vm.expectRevert(abi.encodeWithSelector(SaleEscrow.WrongState.selector, id, SaleEscrow.State.Disputed));
        escrow.dispute(_open().terms, _open().order, REASON, complaint);
        _release(_open());
        bytes memory delivery = compactSignature(buyerKey, _deliveryDigest(_open().order));
        vm.expectRevert(abi.encodeWithSelector(SaleEscrow.WrongState.selector, id, SaleEscrow.State.Released));
        escrow.release(_open().terms, _open().shares, _open().order, new Attestation[](0), delivery);
    }

    function test_AHighSIsRefusedInEveryPlace() external {
        _assertConditionRefused(_malleated(verifierKey, _conditionDigest(_open().order, EVIDENCE)));
        _assertDeliveryRefused(_malleated(buyerKey, _deliveryDigest(_open().order)));
        _ship(_open());
        _assertDisputeRefused(_malleated(buyerKey, _disputeDigest(_open().order, REASON)));
    }

    function testFuzz_ABentSignatureIsRefused(uint256 position, uint8 change) external {
        vm.assume(change != 0);
        bytes memory bent = _deliverySignature(_open().order);
        position = bound(position, 0, 64);
        bent[position] = bytes1(uint8(bent[position]) ^ change);
        _assertDeliveryRefused(bent);
    }

    function testFuzz_BytesOfAnyOtherLengthAreNoSignature(bytes calldata garbage) external {
        _assertDeliveryRefused(garbage);
        _assertConditionRefused(garbage);
    }

    /// @dev An invalid signature recovers to the zero address in the precompile; nobody is that.
    function test_ASignatureThatRecoversToNobodyIsRefused() external {
        _assertDeliveryRefused("");
        _assertDeliveryRefused(new bytes(65));
        _assertDeliveryRefused(new bytes(64));
        _assertConditionRefused(abi.encodePacked(bytes32(uint256(1)), bytes32(uint256(1)), uint8(29)));

        // Nor does anybody attest for a condition that is nobody.
        SaleTerms memory terms = _terms(_shares());
        terms.conditions[0] = address(0);
        Sale memory sale = _sale(terms, _shares(), NATIVE, 1);
        _fund(sale.order);
        Shipment[] memory shipments = _shipments(sale);
        shipments[0].attestations[0].signature = new bytes(65);
        _assertNotMet(sale, shipments, 0);
    }

    // --- Whose, and over what ---

    function testFuzz_TheSignatureOfAnyOtherKeyIsRefused(uint256 key) external {
        key = bound(key, 1, ORDER_OF_SECP256K1 - 1);
        vm.assume(key != verifierKey && key != buyerKey);
        _assertConditionRefused(signature(key, _conditionDigest(_open().order, EVIDENCE)));
        _assertDeliveryRefused(signature(key, _deliveryDigest(_open().order)));
        _ship(_open());
        _assertDisputeRefused(signature(key, _disputeDigest(_open().order, REASON)));
    }

    function test_NobodySignsForAnotherOrOneThingForAnother() external {
        _assertConditionRefused(signature(buyerKey, _conditionDigest(_open().order, EVIDENCE)));
        _assertConditionRefused(signature(verifierKey, _deliveryDigest(_open().order)));
        _assertDeliveryRefused(signature(verifierKey, _deliveryDigest(_open().order)));
        _assertDeliveryRefused(signature(buyerKey, _conditionDigest(_open().order, EVIDENCE)));
        _assertDeliveryRefused(signature(buyerKey, _disputeDigest(_open().order, REASON)));
        _ship(_open());
        _assertDisputeRefused(signature(buyerKey, _deliveryDigest(_open().order)));
        _assertDisputeRefused(signature(verifierKey, _disputeDigest(_open().order, REASON)));
        _assertDisputeRefused(signature(buyerKey, _disputeDigest(_open().order, keccak256("another reason"))));
    }

    function testFuzz_ASignatureOverOtherEvidenceIsRefused(bytes32 other) external {
        vm.assume(other != EVIDENCE);
        _assertConditionRefused(signature(verifierKey, _conditionDigest(_open().order, other)));
    }

    function test_ASignatureForAnotherItemOrOrderIsRefused() external {
        Sale memory other = abi.decode(abi.encode(_open()), (Sale));
        other.order.itemKey = keccak256("another item");
        _assertConditionRefused(_attestations(other)[0].signature);
        // The order itself, with another item.
        bytes32 typeHash = keccak256("ConditionMet(bytes32 orderId,bytes32 itemKey,bytes32 evidence)");
        bytes32 message = keccak256(abi.encode(typeHash, _id(_open().order), other.order.itemKey, EVIDENCE));
        _assertConditionRefused(signature(verifierKey, _digest(message)));

        other = _funded(NATIVE, 10_000);
        _assertConditionRefused(_attestations(other)[0].signature);
        _assertDeliveryRefused(_deliverySignature(other.order));
        _ship(_open());
        _assertDisputeRefused(_disputeSignature(other.order, REASON));
    }

    function test_ASignatureForAnotherEscrowChainNameOrVersionIsRefused() external {
        bytes32 message = keccak256(abi.encode(keccak256("DeliveryConfirmed(bytes32 orderId)"), _id(_open().order)));
        bytes32 typeHash = keccak256("ConditionMet(bytes32 orderId,bytes32 itemKey,bytes32 evidence)");
        bytes32 met = keccak256(abi.encode(typeHash, _id(_open().order), _open().order.itemKey, EVIDENCE));
        string memory name = "Lianbo Sale Escrow";
        uint256 chain = vm.getChainId();
        address here = address(escrow);
        address there = deployed("SaleEscrow.sol:SaleEscrow", abi.encode(registry));
        _assertDeliveryRefused(signature(buyerKey, _digest(message, name, "1", chain, there)));
        _assertDeliveryRefused(signature(buyerKey, _digest(message, name, "1", chain + 1, here)));
        _assertDeliveryRefused(signature(buyerKey, _digest(message, name, "2", chain, here)));
        _assertDeliveryRefused(signature(buyerKey, _digest(message, "Another Escrow", "1", chain, here)));
        _assertConditionRefused(signature(verifierKey, _digest(met, name, "1", chain, there)));
        _assertConditionRefused(signature(verifierKey, _digest(met, name, "1", chain + 1, here)));
    }

    function test_AfterAForkTheSignaturesOfOneChainAreWorthNothingOnTheOther() external {
        Attestation[] memory attestations = _attestations(_open());
        bytes memory delivery = _deliverySignature(_open().order);
        uint256 chain = vm.getChainId();

        vm.chainId(chain + 1);
        vm.expectRevert(abi.encodeWithSelector(SaleEscrow.ConditionNotMet.selector, _id(_open().order), 0));
        escrow.release(_open().terms, _open().shares, _open().order, attestations, delivery);
        Attestation[] memory here = _attestations(_open());
        vm.expectRevert(abi.encodeWithSelector(SaleEscrow.NotSignedByBuyer.selector, _id(_open().order)));
        escrow.release(_open().terms, _open().shares, _open().order, here, delivery);

        vm.chainId(chain);
        escrow.release(_open().terms, _open().shares, _open().order, attestations, delivery);
    }

    // --- Conditions ---

    function test_WithoutConditionsTheSellersWordIsEnough() external {
        SaleTerms memory terms = _terms(_shares());
        terms.conditions = new address[](0);
        Sale memory sale = _sale(terms, _shares(), NATIVE, 1);
        _fund(sale.order);
        _ship(sale);
        _assertState(sale, SaleEscrow.State.Shipped);
    }

    function test_EachOfFourConditionsIsAskedInItsPlace() external {
        (Sale memory sale, uint256[4] memory keys) = _fourConditions();
        Shipment[] memory shipments = _shipments(sale);
        for (uint256 i; i < 4; ++i) {
            bytes32 evidence = keccak256(abi.encode("evidence", i));
            shipments[0].attestations[i] =
                Attestation(evidence, signature(keys[i], _conditionDigest(sale.order, evidence)));
        }
        uint256 snapshot = vm.snapshotState();
        for (uint256 i; i < 4; ++i) {
            vm.expectEmit(address(escrow));
            emit SaleEscrow.ConditionAttested(
                _id(sale.order), sale.terms.conditions[i], keccak256(abi.encode("evidence", i))
            );
        }
        vm.prank(seller);
        escrow.ship(sale.terms, shipments);
        vm.revertToState(snapshot);

        Attestation[] memory good = shipments[0].attestations;
        for (uint256 i; i < 4; ++i) {
            // One is missing at its end, or is another's.
            shipments[0].attestations = new Attestation[](i);
            for (uint256 j; j < i; ++j) {
                shipments[0].attestations[j] = good[j];
            }
            _assertNotMet(sale, shipments, i);
        }
        shipments[0].attestations = new Attestation[](4);
        (shipments[0].attestations[0], shipments[0].attestations[1]) = (good[1], good[0]);
        (shipments[0].attestations[2], shipments[0].attestations[3]) = (good[2], good[3]);
        _assertNotMet(sale, shipments, 0);
        (shipments[0].attestations[0], shipments[0].attestations[1]) = (good[0], good[1]);
        (shipments[0].attestations[2], shipments[0].attestations[3]) = (good[3], good[2]);
        _assertNotMet(sale, shipments, 2);
        (shipments[0].attestations[2], shipments[0].attestations[3]) = (good[2], good[2]);
        _assertNotMet(sale, shipments, 3);
    }

    function test_MoreAttestationsThanConditionsAreNotLookedAt() external {
        Shipment[] memory shipments = _shipments(_open());
        Attestation[] memory more = new Attestation[](3);
        more[0] = shipments[0].attestations[0];
        shipments[0].attestations = more;
        vm.prank(seller);
        escrow.ship(_open().terms, shipments);
        _assertState(_open(), SaleEscrow.State.Shipped);
    }

    function test_MoreThanFourConditionsAreRefusedShippedOrConfirmed() external {
        SaleTerms memory terms = _terms(_shares());
        terms.conditions = new address[](escrow.MAX_CONDITIONS() + 1);
        for (uint256 i; i < terms.conditions.length; ++i) {
            terms.conditions[i] = verifier;
        }
        Sale memory sale = _sale(terms, _shares(), NATIVE, 1);
        _fund(sale.order);
        Shipment[] memory shipments = _shipments(sale);
        vm.expectRevert(SaleEscrow.InvalidTerms.selector);
        vm.prank(seller);
        escrow.ship(terms, shipments);
        bytes memory delivery = _deliverySignature(sale.order);
        vm.expectRevert(SaleEscrow.InvalidTerms.selector);
        escrow.release(terms, sale.shares, sale.order, shipments[0].attestations, delivery);
    }

    /// @dev Shipped without its conditions, an order would be confirmed without them too.
    function test_TheBuyersConfirmationDoesNotStandInForAConditionBeforeShipping() external {
        bytes memory delivery = _deliverySignature(_open().order);
        vm.expectRevert(abi.encodeWithSelector(SaleEscrow.ConditionNotMet.selector, _id(_open().order), 0));
        escrow.release(_open().terms, _open().shares, _open().order, new Attestation[](0), delivery);
        _ship(_open());
        escrow.release(_open().terms, _open().shares, _open().order, new Attestation[](0), delivery);
        _assertState(_open(), SaleEscrow.State.Released);
    }

    // --- Contracts that sign (ERC-1271) ---

    function test_ContractWalletsBuyAttestDisputeAndGetRefunds() external {
        Sale memory sale = _saleOfWallets();
        uint256 snapshot = vm.snapshotState();
        _release(sale);
        _assertState(sale, SaleEscrow.State.Released);

        vm.revertToState(snapshot);
        _ship(sale);
        _dispute(sale);
        vm.warp(vm.getBlockTimestamp() + ARBITRATION + 1);
        _refund(sale);
        assertEq(sale.order.buyer.balance, 10_000);
    }

    function test_AContractThatDoesNotAnswerWithTheMagicValueHasNotSigned() external {
        Sale memory sale = _saleOfWallets();
        ContractWallet condition = ContractWallet(payable(sale.terms.conditions[0]));
        ContractWallet wallet = ContractWallet(payable(sale.order.buyer));
        Attestation[] memory attestations = _attestations(sale);
        bytes memory delivery = _deliverySignature(sale.order);
        for (uint256 mode = 1; mode <= uint256(type(ContractWallet.Mode).max); ++mode) {
            condition.setMode(ContractWallet.Mode(mode));
            vm.expectRevert(abi.encodeWithSelector(SaleEscrow.ConditionNotMet.selector, _id(sale.order), 0));
            escrow.release(sale.terms, sale.shares, sale.order, attestations, delivery);
            condition.setMode(ContractWallet.Mode.Honest);

            wallet.setMode(ContractWallet.Mode(mode));
            vm.expectRevert(abi.encodeWithSelector(SaleEscrow.NotSignedByBuyer.selector, _id(sale.order)));
            escrow.release(sale.terms, sale.shares, sale.order, attestations, delivery);
            wallet.setMode(ContractWallet.Mode.Honest);
        }
        escrow.release(sale.terms, sale.shares, sale.order, attestations, delivery);
    }

    function test_AContractThatKnowsNothingOfSignaturesOrWantsToWriteAttestsNothing() external {
        address[3] memory none = [address(token), address(escrow), address(new WritingWallet())];
        for (uint256 i; i < none.length; ++i) {
            SaleTerms memory terms = _terms(_shares());
            terms.conditions[0] = none[i];
            Sale memory sale = _sale(terms, _shares(), NATIVE, 1);
            _fund(sale.order);
            _assertNotMet(sale, _shipments(sale), 0);
        }
    }

    function test_AConditionThatAgreesToEverythingBindsNobody() external {
        SaleTerms memory terms = _terms(_shares());
        terms.conditions[0] = address(new AgreeableWallet());
        Sale memory sale = _sale(terms, _shares(), NATIVE, 1);
        _fund(sale.order);
        Shipment[] memory shipments = _shipments(sale);
        shipments[0].attestations[0].signature = "";
        vm.prank(seller);
        escrow.ship(terms, shipments);
        _assertState(sale, SaleEscrow.State.Shipped);
    }

    /// @dev As with EIP-7702: there is code at a key's address, and the key still signs.
    function test_AnAccountWithCodeKeepsSigningWithItsKey() external {
        vm.etch(buyer, address(new ContractWallet(merchant)).code);
        _release(_open());
        _assertState(_open(), SaleEscrow.State.Released);
    }

    // --- Helpers ---

    /// @dev The order that is funded when a test begins.
    function _open() private view returns (Sale memory) {
        return abi.decode(_encoded, (Sale));
    }

    function _saleOfWallets() private returns (Sale memory sale) {
        SaleTerms memory terms = _terms(_shares());
        terms.conditions[0] = address(new ContractWallet(verifier));
        sale = _sale(terms, _shares(), NATIVE, 10_000);
        sale.order.buyer = address(new ContractWallet(buyer));
        _fund(sale.order);
    }

    /// @dev Three keys, and a wallet of the fourth.
    function _fourConditions() private returns (Sale memory sale, uint256[4] memory keys) {
        SaleTerms memory terms = _terms(_shares());
        terms.conditions = new address[](4);
        for (uint256 i; i < 4; ++i) {
            keys[i] = makeKey(string(abi.encodePacked("condition", i)));
            terms.conditions[i] = i == 2 ? address(new ContractWallet(vm.addr(keys[i]))) : vm.addr(keys[i]);
        }
        sale = _sale(terms, _shares(), NATIVE, 1);
        _fund(sale.order);
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

    function _assertNotMet(Sale memory sale, Shipment[] memory shipments, uint256 place) private {
        vm.expectRevert(abi.encodeWithSelector(SaleEscrow.ConditionNotMet.selector, _id(sale.order), place));
        vm.prank(seller);
        escrow.ship(sale.terms, shipments);
    }

    /// @dev At both places where conditions are asked for.
    function _assertConditionRefused(bytes memory attested) private {
        Shipment[] memory shipments = _shipments(_open());
        shipments[0].attestations[0] = Attestation(EVIDENCE, attested);
        _assertNotMet(_open(), shipments, 0);
        bytes memory delivery = _deliverySignature(_open().order);
        vm.expectRevert(abi.encodeWithSelector(SaleEscrow.ConditionNotMet.selector, _id(_open().order), 0));
        escrow.release(_open().terms, _open().shares, _open().order, shipments[0].attestations, delivery);
    }

    function _assertDeliveryRefused(bytes memory delivery) private {
        Attestation[] memory attestations = _attestations(_open());
        vm.expectRevert(abi.encodeWithSelector(SaleEscrow.NotSignedByBuyer.selector, _id(_open().order)));
        escrow.release(_open().terms, _open().shares, _open().order, attestations, delivery);
        _assertState(_open(), SaleEscrow.State.Funded);
    }

    function _assertDisputeRefused(bytes memory complaint) private {
        vm.expectRevert(abi.encodeWithSelector(SaleEscrow.NotSignedByBuyer.selector, _id(_open().order)));
        escrow.dispute(_open().terms, _open().order, REASON, complaint);
        _assertState(_open(), SaleEscrow.State.Shipped);
    }
}
