// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Anchor, AnchorLibrary} from "../../src/common/Anchor.sol";
import {IssuerRegistry} from "../../src/provenance/IssuerRegistry.sol";
import {ProvenanceAnchor} from "../../src/provenance/ProvenanceAnchor.sol";
import {ProvenanceGate} from "../../src/provenance/ProvenanceGate.sol";
import {LogTree} from "./LogTree.sol";
import {SaleFixture} from "./SaleFixture.sol";

/// @notice A tea cake that was harvested, inspected and shipped, by three issuers, in a brand's log of eleven items; and a gate that
/// asks for the inspection and the shipping.
abstract contract GateFixture is SaleFixture {
    bytes32 internal immutable HARVEST = sha256("https://ref.gs1.org/cbv/BizStep-commissioning");
    bytes32 internal immutable INSPECTION = sha256("https://ref.gs1.org/cbv/BizStep-inspecting");
    bytes32 internal immutable SHIPPING = sha256("https://ref.gs1.org/cbv/BizStep-shipping");
    bytes32 internal constant ITEM = keccak256("item");
    uint64 internal constant MAX_AGE = 7 days;
    uint64 internal constant PLACE = 4;

    address internal authority = makeAddr("authority");
    address internal brand = makeAddr("brand");
    address internal garden = makeAddr("garden");
    address internal laboratory = makeAddr("laboratory");
    uint64 internal start = SHIP_BY - 30 days;

    ProvenanceAnchor internal anchors = ProvenanceAnchor(deployed("ProvenanceAnchor.sol:ProvenanceAnchor", ""));
    IssuerRegistry internal issuers =
        IssuerRegistry(deployed("IssuerRegistry.sol:IssuerRegistry", abi.encode(authority)));
    ProvenanceGate internal gate = _gate(MAX_AGE);

    constructor() {
        vm.startPrank(authority);
        issuers.authorise(garden, HARVEST, start - 90 days);
        issuers.authorise(laboratory, INSPECTION, start - 90 days);
        issuers.authorise(brand, SHIPPING, start - 90 days);
        vm.stopPrank();
    }

    function _gate(uint64 maxAge) internal returns (ProvenanceGate) {
        bytes32[] memory required = new bytes32[](2);
        (required[0], required[1]) = (INSPECTION, SHIPPING);
        return ProvenanceGate(
            deployed("ProvenanceGate.sol:ProvenanceGate", abi.encode(anchors, issuers, brand, maxAge, required))
        );
    }

    /// @dev The bytes of a leaf, as they are documented.
    function _leaf(bytes32 item, bytes32 step, address issuer, uint64 time, bytes32[] memory parents)
        internal
        pure
        returns (bytes memory)
    {
        return bytes.concat(
            hex"01",
            item,
            step,
            keccak256(abi.encode(item, step, time)),
            bytes20(issuer),
            bytes8(time * 1000),
            bytes2(uint16(parents.length)),
            abi.encodePacked(parents)
        );
    }

    function _leaf(bytes32 step, address issuer, uint64 time, bytes memory parent)
        internal
        pure
        returns (bytes memory)
    {
        bytes32[] memory parents = new bytes32[](parent.length == 0 ? 0 : 1);
        if (parent.length != 0) parents[0] = LogTree.hashLeaf(parent);
        return _leaf(ITEM, step, issuer, time, parents);
    }

    /// @dev Shipping, inspection, harvest: the head first.
    function _history() internal view returns (bytes[] memory leaves) {
        leaves = new bytes[](3);
        leaves[2] = _leaf(HARVEST, garden, start - 30 days, "");
        leaves[1] = _leaf(INSPECTION, laboratory, start - 20 days, leaves[2]);
        leaves[0] = _leaf(SHIPPING, brand, start - 10 days, leaves[1]);
    }

    function _evidence() internal returns (ProvenanceGate.Evidence memory) {
        return _evidence(_history());
    }

    /// @dev Anchors a log with the head in it, and proves it; each leaf is the only parent of the one before.
    function _evidence(bytes[] memory leaves) internal returns (ProvenanceGate.Evidence memory evidence) {
        uint64 sequence = anchors.rootCount(brand);
        uint40 size = sequence == 0 ? 11 : anchors.treeSizeAt(brand, sequence - 1) + 1;
        bytes32[] memory log = LogTree.leavesOf(size, 0);
        log[PLACE] = LogTree.hashLeaf(leaves[0]);
        evidence.root = LogTree.rootOf(log);
        evidence.anchored = AnchorLibrary.pack(size, sequence);
        vm.prank(brand);
        anchors.anchor(evidence.root, evidence.anchored);
        evidence.anchored = evidence.anchored.withTime(block.timestamp);
        evidence.leafIndex = PLACE;
        evidence.proof = LogTree.pathTo(log, PLACE);
        evidence.steps = new ProvenanceGate.Step[](leaves.length);
        for (uint256 i; i < leaves.length; ++i) {
            evidence.steps[i] = ProvenanceGate.Step(leaves[i], i == 0 ? 0 : i - 1, 0);
        }
    }
}
