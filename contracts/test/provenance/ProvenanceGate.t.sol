// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Anchor} from "../../src/common/Anchor.sol";
import {ProvenanceGate} from "../../src/provenance/ProvenanceGate.sol";
import {Attestation, SaleEscrow, SaleTerms, Shipment} from "../../src/rewards/SaleEscrow.sol";
import {GateFixture} from "../support/GateFixture.sol";
import {LogTree} from "../support/LogTree.sol";

/// @notice A gate vouches for the items whose anchored history has the steps of its policy, and an escrow takes its word.
contract ProvenanceGateTest is GateFixture {
    function test_VouchesForAHistoryThatFulfilsThePolicy() public {
        ProvenanceGate.Evidence memory evidence = _evidence();
        bytes32 head = LogTree.hashLeaf(evidence.steps[0].leaf);
        bytes32 expected = sha256(
            abi.encodePacked(
                head,
                evidence.root,
                uint64(11),
                brand,
                "eip155:",
                vm.toString(block.chainid),
                ":",
                vm.toString(address(anchors))
            )
        );
        assertEq(gate.check(ITEM, evidence), expected);
        assertEq(gate.requiredSteps().length, 2);
        assertEq(gate.requiredSteps()[0], INSPECTION);
    }

    /// @dev The way from the head to the last step that is asked for is enough.
    function test_AsksForNoMoreThanThePolicy() public {
        ProvenanceGate.Evidence memory evidence = _evidence();
        evidence.steps = _first(evidence.steps, 2);
        gate.check(ITEM, evidence);
    }

    function test_TakesAHistoryWithBranches() public {
        bytes32[] memory parents = new bytes32[](2);
        bytes memory harvest = _leaf(HARVEST, garden, start - 30 days, "");
        bytes memory inspection = _leaf(INSPECTION, laboratory, start - 20 days, "");
        (parents[0], parents[1]) = (LogTree.hashLeaf(harvest), LogTree.hashLeaf(inspection));
        bytes[] memory leaves = new bytes[](3);
        leaves[0] = _leaf(ITEM, SHIPPING, brand, start - 10 days, parents);
        (leaves[1], leaves[2]) = (inspection, harvest);
        ProvenanceGate.Evidence memory evidence = _evidence(leaves);
        evidence.steps[1].position = 1;
        evidence.steps[2].child = 0;
        gate.check(ITEM, evidence);

        evidence.steps[1].position = 0;
        _assertRefused(evidence, ProvenanceGate.NotAParent.selector, 1);
        evidence.steps[1].position = 2;
        vm.expectRevert();
        gate.check(ITEM, evidence);
    }

    function test_MissesAStep() public {
        ProvenanceGate.Evidence memory evidence = _evidence();
        evidence.steps = _first(evidence.steps, 1);
        vm.expectRevert(abi.encodeWithSelector(ProvenanceGate.StepMissing.selector, INSPECTION));
        gate.check(ITEM, evidence);
        evidence.steps = _first(evidence.steps, 0);
        _assertRefused(evidence, ProvenanceGate.MalformedLeaf.selector, 0);
    }

    function test_RefusesALeafThatIsNoParent() public {
        ProvenanceGate.Evidence memory evidence = _evidence();
        // Any other inspection, though authorised and earlier.
        evidence.steps[1].leaf = _leaf(INSPECTION, laboratory, start - 20 days, "");
        _assertRefused(evidence, ProvenanceGate.NotAParent.selector, 1);
        evidence = _evidence();
        evidence.steps[2].child = 0;
        _assertRefused(evidence, ProvenanceGate.NotAParent.selector, 2);
        evidence.steps[2].child = 2;
        _assertRefused(evidence, ProvenanceGate.NotAParent.selector, 2);
    }

    function test_RefusesTheHistoryOfAnotherItem() public {
        ProvenanceGate.Evidence memory evidence = _evidence();
        vm.expectRevert(abi.encodeWithSelector(ProvenanceGate.WrongItem.selector, 0));
        gate.check(keccak256("another item"), evidence);

        bytes32[] memory parents = new bytes32[](1);
        bytes[] memory leaves = new bytes[](2);
        leaves[1] = _leaf(keccak256("another item"), INSPECTION, laboratory, start - 20 days, new bytes32[](0));
        parents[0] = LogTree.hashLeaf(leaves[1]);
        leaves[0] = _leaf(ITEM, SHIPPING, brand, start - 10 days, parents);
        _assertRefused(_evidence(leaves), ProvenanceGate.WrongItem.selector, 1);
    }

    function test_RefusesWhatRunsBackwardsInTime() public {
        bytes[] memory leaves = new bytes[](2);
        leaves[1] = _leaf(INSPECTION, laboratory, start - 20 days, "");
        leaves[0] = _leaf(SHIPPING, brand, start - 21 days, leaves[1]);
        _assertRefused(_evidence(leaves), ProvenanceGate.WrongOrder.selector, 1);
        leaves[0] = _leaf(SHIPPING, brand, start + 1, leaves[1]);
        _assertRefused(_evidence(leaves), ProvenanceGate.WrongOrder.selector, 0);
    }

    function test_RefusesIssuersWhoWereNotAuthorised() public {
        bytes[] memory leaves = new bytes[](2);
        leaves[1] = _leaf(INSPECTION, garden, start - 20 days, "");
        leaves[0] = _leaf(SHIPPING, brand, start - 10 days, leaves[1]);
        ProvenanceGate.Evidence memory evidence = _evidence(leaves);
        vm.expectRevert(abi.encodeWithSelector(ProvenanceGate.UnauthorisedIssuer.selector, 1, garden));
        gate.check(ITEM, evidence);

        // Before its accreditation.
        leaves[1] = _leaf(INSPECTION, laboratory, start - 91 days, "");
        leaves[0] = _leaf(SHIPPING, brand, start - 10 days, leaves[1]);
        evidence = _evidence(leaves);
        vm.expectRevert(abi.encodeWithSelector(ProvenanceGate.UnauthorisedIssuer.selector, 1, laboratory));
        gate.check(ITEM, evidence);
    }

    function test_ARevocationLeavesThePastAndACompromiseDoesNot() public {
        ProvenanceGate.Evidence memory evidence = _evidence();
        vm.warp(start + 1);
        vm.startPrank(authority);
        issuers.revoke(laboratory, INSPECTION, 0);
        gate.check(ITEM, evidence);
        issuers.reportCompromise(laboratory, start + 1);
        gate.check(ITEM, evidence);
        issuers.reportCompromise(laboratory, start);
        vm.stopPrank();
        vm.expectRevert(abi.encodeWithSelector(ProvenanceGate.UnauthorisedIssuer.selector, 1, laboratory));
        gate.check(ITEM, evidence);
    }

    function test_RefusesALogWhoseOwnersKeyIsInOtherHands() public {
        ProvenanceGate.Evidence memory evidence = _evidence();
        vm.prank(authority);
        issuers.reportCompromise(brand, start);
        vm.expectRevert(ProvenanceGate.LogCompromised.selector);
        gate.check(ITEM, evidence);
    }

    function test_RefusesAnAnchorThatIsTooOld() public {
        ProvenanceGate.Evidence memory evidence = _evidence();
        vm.warp(start + MAX_AGE);
        gate.check(ITEM, evidence);
        vm.warp(start + MAX_AGE + 1);
        vm.expectRevert(abi.encodeWithSelector(ProvenanceGate.StaleAnchor.selector, start));
        gate.check(ITEM, evidence);
        _gate(type(uint64).max).check(ITEM, evidence);
    }

    function test_RefusesWhatIsNotAnchoredSo() public {
        ProvenanceGate.Evidence memory evidence = _evidence();
        bytes32 root = evidence.root;
        evidence.root = keccak256("root");
        vm.expectRevert(ProvenanceGate.NotAnchored.selector);
        gate.check(ITEM, evidence);
        evidence.root = root;
        evidence.leafIndex = PLACE + 1;
        vm.expectRevert(ProvenanceGate.NotAnchored.selector);
        gate.check(ITEM, evidence);
        evidence.leafIndex = PLACE;
        evidence.proof[1] = keccak256("sibling");
        vm.expectRevert(ProvenanceGate.NotAnchored.selector);
        gate.check(ITEM, evidence);

        evidence = _evidence();
        // A time that is fresher than the anchor's.
        vm.warp(start + 100);
        evidence.anchored = Anchor.wrap(Anchor.unwrap(evidence.anchored) + (50 << 64));
        vm.expectRevert(ProvenanceGate.NotAnchored.selector);
        gate.check(ITEM, evidence);
        evidence.anchored = Anchor.wrap(Anchor.unwrap(evidence.anchored) + (51 << 64));
        vm.expectRevert(abi.encodeWithSelector(ProvenanceGate.StaleAnchor.selector, start + 101));
        gate.check(ITEM, evidence);
    }

    function test_RefusesLeavesOfAnotherShape() public {
        ProvenanceGate.Evidence memory evidence = _evidence();
        bytes memory good = evidence.steps[1].leaf;
        bytes[5] memory bad = [
            bytes(""),
            bytes.concat(good, hex"00"),
            abi.encodePacked(bytes1(0x02), _slice(good, 1, good.length)),
            _slice(good, 0, good.length - 1),
            _slice(good, 0, 126)
        ];
        for (uint256 i; i < bad.length; ++i) {
            evidence.steps[1].leaf = bad[i];
            _assertRefused(evidence, ProvenanceGate.MalformedLeaf.selector, 1);
        }
    }

    /// @dev No bit of a leaf can change unnoticed.
    function testFuzz_NoticesAnyChangeOfALeaf(uint256 place, uint256 byteSeed, uint8 bits) public {
        vm.assume(bits != 0);
        ProvenanceGate.Evidence memory evidence = _evidence();
        bytes memory leaf = evidence.steps[place % 3].leaf;
        uint256 offset = byteSeed % leaf.length;
        leaf[offset] = bytes1(uint8(leaf[offset]) ^ bits);
        vm.expectRevert();
        gate.check(ITEM, evidence);
    }

    function test_AnEscrowTakesItsProofForASignature() public {
        ProvenanceGate.Evidence memory evidence = _evidence();
        bytes32 passport = gate.check(ITEM, evidence);
        Sale memory sale = _gatedSale();
        bytes memory proof = abi.encode(_id(sale.order), ITEM, evidence);

        Shipment[] memory shipments = _proven(sale, keccak256("another passport"), proof);
        vm.expectRevert(abi.encodeWithSelector(SaleEscrow.ConditionNotMet.selector, _id(sale.order), 0));
        vm.prank(seller);
        escrow.ship(sale.terms, shipments);

        uint256 snapshot = vm.snapshotState();
        shipments = _proven(sale, passport, proof);
        vm.expectEmit(address(escrow));
        emit SaleEscrow.ConditionAttested(_id(sale.order), address(gate), passport);
        vm.prank(seller);
        escrow.ship(sale.terms, shipments);
        _assertState(sale, SaleEscrow.State.Shipped);

        // Or straight from payment, with the buyer's confirmation.
        vm.revertToState(snapshot);
        bytes memory delivery = _deliverySignature(sale.order);
        escrow.release(sale.terms, sale.shares, sale.order, shipments[0].attestations, delivery);
        _assertState(sale, SaleEscrow.State.Released);
        assertEq(merchant.balance, 6000);
    }

    function test_AnEscrowRefusesWhatTheGateRefuses() public {
        ProvenanceGate.Evidence memory evidence = _evidence();
        bytes32 passport = gate.check(ITEM, evidence);
        Sale memory sale = _gatedSale();
        Sale memory other = _gatedSale();
        bytes[4] memory proofs = [
            bytes(""),
            hex"1234",
            abi.encode(_id(other.order), ITEM, evidence),
            abi.encode(_id(sale.order), keccak256("another item"), evidence)
        ];
        for (uint256 i; i < proofs.length; ++i) {
            _assertNotShipped(sale, _proven(sale, passport, proofs[i]));
        }
        vm.warp(start + MAX_AGE + 1);
        _assertNotShipped(sale, _proven(sale, passport, abi.encode(_id(sale.order), ITEM, evidence)));
    }

    /// @dev The proof is bound to the item that the order names.
    function test_AnEscrowShipsNoOtherItemByIt() public {
        ProvenanceGate.Evidence memory evidence = _evidence();
        bytes32 passport = gate.check(ITEM, evidence);
        Sale memory sale = _gatedSale();
        sale.order.itemKey = keccak256("another item");
        _fund(sale.order);
        _assertNotShipped(sale, _proven(sale, passport, abi.encode(_id(sale.order), ITEM, evidence)));
    }

    function test_APolicyNamesEverybodyAndAnAge() public {
        bytes32[] memory none = new bytes32[](0);
        bytes[4] memory policies = [
            abi.encode(address(0), issuers, brand, MAX_AGE, none),
            abi.encode(anchors, address(0), brand, MAX_AGE, none),
            abi.encode(anchors, issuers, address(0), MAX_AGE, none),
            abi.encode(anchors, issuers, brand, 0, none)
        ];
        for (uint256 i; i < policies.length; ++i) {
            vm.expectRevert(ProvenanceGate.InvalidPolicy.selector);
            this.deployGate(policies[i]);
        }
    }

    function deployGate(bytes calldata policy) external returns (address) {
        return deployed("ProvenanceGate.sol:ProvenanceGate", policy);
    }

    function _gatedSale() private returns (Sale memory sale) {
        SaleTerms memory terms = _terms(_shares());
        terms.conditions[0] = address(gate);
        sale = _sale(terms, _shares(), NATIVE, 10_000);
        sale.order.itemKey = ITEM;
        _fund(sale.order);
    }

    function _proven(Sale memory sale, bytes32 passport, bytes memory proof)
        private
        pure
        returns (Shipment[] memory shipments)
    {
        shipments = new Shipment[](1);
        shipments[0] = Shipment(sale.order, new Attestation[](1));
        shipments[0].attestations[0] = Attestation(passport, proof);
    }

    function _assertNotShipped(Sale memory sale, Shipment[] memory shipments) private {
        vm.expectRevert(abi.encodeWithSelector(SaleEscrow.ConditionNotMet.selector, _id(sale.order), 0));
        vm.prank(seller);
        escrow.ship(sale.terms, shipments);
    }

    function _assertRefused(ProvenanceGate.Evidence memory evidence, bytes4 refusal, uint256 place) private {
        vm.expectRevert(abi.encodeWithSelector(refusal, place));
        gate.check(ITEM, evidence);
    }

    function _first(ProvenanceGate.Step[] memory steps, uint256 count)
        private
        pure
        returns (ProvenanceGate.Step[] memory some)
    {
        some = new ProvenanceGate.Step[](count);
        for (uint256 i; i < count; ++i) {
            some[i] = steps[i];
        }
    }

    function _slice(bytes memory data, uint256 from, uint256 to) private pure returns (bytes memory part) {
        part = new bytes(to - from);
        for (uint256 i; i < part.length; ++i) {
            part[i] = data[from + i];
        }
    }
}
