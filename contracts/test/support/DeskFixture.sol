// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {RedemptionDesk} from "../../src/nft/RedemptionDesk.sol";
import {Test} from "./Test.sol";
import {TrickCollection} from "./TrickCollection.sol";

/// @notice A merchant's desk, a collection with a perk of each mode, and people who hold tokens.
abstract contract DeskFixture is Test {
    uint40 internal constant NOW = 1_750_000_000;
    uint24 internal constant ACCEPT = 2 days;
    uint24 internal constant FULFIL = 10 days;
    bytes32 internal constant TASTING = keccak256("a tasting"); // Keep
    bytes32 internal constant PARCEL = keccak256("a parcel"); // Burn
    bytes32 internal constant EXCHANGE = keccak256("an exchange"); // Sink
    bytes32 internal constant SEAT = keccak256("a seat"); // InPlace
    bytes32 internal constant COMMITMENT = keccak256("salt and ciphertext");
    bytes32 internal constant EVIDENCE = keccak256("waybill");
    uint256 internal constant ID = 7;

    RedemptionDesk internal desk;
    TrickCollection internal tea;
    address internal merchant;
    address internal clerk;
    address internal sink;
    address internal alice;
    address internal bob;
    address internal stranger;

    function setUp() public virtual {
        vm.warp(NOW);
        merchant = makeAddr("merchant");
        clerk = makeAddr("clerk");
        sink = makeAddr("sink");
        alice = makeAddr("alice");
        bob = makeAddr("bob");
        stranger = makeAddr("stranger");
        desk = RedemptionDesk(deployed("RedemptionDesk.sol:RedemptionDesk", abi.encode(merchant, clerk)));
        tea = new TrickCollection();
        list(TASTING, RedemptionDesk.Mode.Keep, address(0));
        list(PARCEL, RedemptionDesk.Mode.Burn, address(0));
        list(EXCHANGE, RedemptionDesk.Mode.Sink, sink);
        list(SEAT, RedemptionDesk.Mode.InPlace, address(0));
        tea.mint(alice, ID);
    }

    function list(bytes32 perk, RedemptionDesk.Mode mode, address to) internal {
        vm.prank(merchant);
        desk.setPerk(address(tea), perk, RedemptionDesk.Rule(mode, ACCEPT, FULFIL, to));
    }

    /// @dev Hands a token in by one transaction.
    function send(address holder, uint256 tokenId, bytes32 perk) internal {
        vm.prank(holder);
        tea.safeTransferFrom(holder, address(desk), tokenId, abi.encode(perk, COMMITMENT));
    }

    function accept(uint256 tokenId, bytes32 perk) internal {
        uint16 attempt = request(tokenId, perk).attempt;
        vm.prank(clerk);
        desk.accept(address(tea), tokenId, perk, attempt);
    }

    function fulfil(uint256 tokenId, bytes32 perk) internal {
        uint16 attempt = request(tokenId, perk).attempt;
        vm.prank(clerk);
        desk.fulfil(address(tea), tokenId, perk, attempt, EVIDENCE);
    }

    function release(address by, uint256 tokenId, bytes32 perk) internal {
        vm.prank(by);
        desk.release(address(tea), tokenId, perk);
    }

    function request(uint256 tokenId, bytes32 perk) internal view returns (RedemptionDesk.Request memory) {
        return desk.requestOf(address(tea), tokenId, perk);
    }

    function assertState(uint256 tokenId, bytes32 perk, RedemptionDesk.State state) internal view {
        assertEq(uint8(request(tokenId, perk).state), uint8(state), "state");
    }

    function wrongState(RedemptionDesk.State state) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(RedemptionDesk.WrongState.selector, state);
    }

    function tooEarly(uint40 deadline) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(RedemptionDesk.TooEarly.selector, deadline);
    }

    function tooLate(uint40 deadline) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(RedemptionDesk.TooLate.selector, deadline);
    }

    function inCustody(uint256 tokenId) internal view returns (bytes memory) {
        return abi.encodeWithSelector(RedemptionDesk.TokenInCustody.selector, address(tea), tokenId);
    }

    function noSuchPerk(address collection, bytes32 perk) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(RedemptionDesk.NoSuchPerk.selector, collection, perk);
    }
}
