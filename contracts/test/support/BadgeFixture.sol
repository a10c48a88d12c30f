// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BadgeCollection, BadgeConfig} from "../../src/nft/BadgeCollection.sol";
import {Test} from "./Test.sol";

/// @notice A collection of badges that stay, one of badges that can be passed on, and audiences to mint to.
abstract contract BadgeFixture is Test {
    BadgeCollection internal soulbound;
    BadgeCollection internal tradable;
    /// @dev A key under which an audience is minted to once.
    bytes32 internal constant SHOW = keccak256("a show");

    address internal owner;
    address internal minter;
    address internal payout;
    address internal alice;
    address internal bob;
    address internal stranger;

    function setUp() public virtual {
        owner = makeAddr("owner");
        minter = makeAddr("minter");
        payout = makeAddr("payout");
        stranger = makeAddr("stranger");
        alice = makeAddr("alice");
        bob = makeAddr("bob");
        if (bob < alice) (alice, bob) = (bob, alice);
        soulbound = BadgeCollection(deployed("BadgeCollection.sol:BadgeCollection", abi.encode(config(false))));
        tradable = BadgeCollection(deployed("BadgeCollection.sol:BadgeCollection", abi.encode(config(true))));
    }

    function config(bool transferable) internal view returns (BadgeConfig memory) {
        return BadgeConfig({
            name: "Spring Show",
            symbol: "SHOW",
            baseUri: "https://show.example/",
            contractUri: "https://show.example/about.json",
            owner: owner,
            minter: minter,
            payout: payout,
            royaltyBps: transferable ? 750 : 0,
            transferable: transferable
        });
    }

    /// @dev Accounts in strictly ascending order, neighbours among them, spread over all addresses or crowded together.
    function audience(uint256 seed, uint256 size) internal pure returns (address[] memory accounts) {
        accounts = new address[](size);
        uint256 widest = seed % 4 == 0 ? 3 : type(uint160).max / (size + 1);
        uint256 last;
        for (uint256 i; i < size; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            last += seed % 5 == 0 ? 1 : bound(seed, 1, widest);
            // Casting is safe: steps are at most a part of the range that all of them fit in.
            // forge-lint: disable-next-line(unsafe-typecast)
            accounts[i] = address(uint160(last));
        }
    }

    function only(address account) internal pure returns (address[] memory accounts) {
        accounts = new address[](1);
        accounts[0] = account;
    }

    function both(address first, address second) internal pure returns (address[] memory accounts) {
        accounts = new address[](2);
        (accounts[0], accounts[1]) = (first, second);
    }

    function mint(BadgeCollection badges, address[] memory recipients) internal returns (uint256) {
        vm.prank(minter);
        return badges.mint(recipients);
    }

    function nonexistent(uint256 tokenId) internal pure returns (bytes memory) {
        return abi.encodeWithSignature("ERC721NonexistentToken(uint256)", tokenId);
    }

    function isSoulbound(uint256 tokenId) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(BadgeCollection.TokenIsSoulbound.selector, tokenId);
    }

    function insufficientApproval(address operator, uint256 tokenId) internal pure returns (bytes memory) {
        return abi.encodeWithSignature("ERC721InsufficientApproval(address,uint256)", operator, tokenId);
    }

    function invalidReceiver(address receiver) internal pure returns (bytes memory) {
        return abi.encodeWithSignature("ERC721InvalidReceiver(address)", receiver);
    }
}
