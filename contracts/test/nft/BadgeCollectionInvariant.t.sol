// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BadgeCollection} from "../../src/nft/BadgeCollection.sol";
import {BadgeFixture} from "../support/BadgeFixture.sol";
import {BadgeHandler} from "../support/BadgeHandler.sol";

/// @notice Whatever minters and holders do in whatever order, packed owners say what owners in storage would say.
abstract contract BadgeInvariants is BadgeFixture {
    BadgeCollection internal badges;
    BadgeHandler internal handler;

    function watch(BadgeCollection watched) internal {
        badges = watched;
        handler = new BadgeHandler(watched, minter, audience(7, 12));
        bytes4[] memory moves = new bytes4[](3);
        moves[0] = BadgeHandler.mint.selector;
        moves[1] = BadgeHandler.pass.selector;
        moves[2] = BadgeHandler.burn.selector;
        targetSelectors(address(handler), moves);
    }

    function invariant_NothingHappensThatThePlainModelForbids() public view {
        assertEq(handler.mistakes(), 0);
        assertEq(badges.batchCount(), handler.batches());
    }

    function invariant_EachBadgeBelongsToWhomThePlainModelSays() public view {
        address[] memory owners = handler.owners();
        assertEq(badges.totalMinted(), owners.length);
        for (uint256 id; id <= owners.length + 1; ++id) {
            address holder = id == 0 || id > owners.length ? address(0) : owners[id - 1];
            (bool exists, bytes memory answer) = address(badges).staticcall(abi.encodeCall(badges.ownerOf, (id)));
            assertEq(exists, holder != address(0));
            if (exists) assertEq(abi.decode(answer, (address)), holder);
        }
    }

    function invariant_BalancesAreThePlainModelsAndSumUpToTheSupply() public view {
        address[] memory people = handler.people();
        uint256 sum;
        for (uint256 i; i < people.length; ++i) {
            uint256 balance = badges.balanceOf(people[i]);
            assertEq(balance, handler.balanceOf(people[i]));
            sum += balance;
        }
        assertEq(sum, badges.totalSupply());
        assertEq(badges.totalSupply(), handler.owners().length - handler.burnt());
    }
}

/// forge-config: default.invariant.runs = 16
/// forge-config: default.invariant.depth = 32
contract SoulboundBadgeInvariantTest is BadgeInvariants {
    function setUp() public override {
        super.setUp();
        watch(soulbound);
    }
}

/// forge-config: default.invariant.runs = 16
/// forge-config: default.invariant.depth = 32
contract TradableBadgeInvariantTest is BadgeInvariants {
    function setUp() public override {
        super.setUp();
        watch(tradable);
    }
}
