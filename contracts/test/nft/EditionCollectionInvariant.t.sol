// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EditionCollection} from "../../src/nft/EditionCollection.sol";
import {EditionHandler} from "../support/EditionHandler.sol";
import {VoucherFixture} from "../support/VoucherFixture.sol";

/// @notice Whatever buyers, holders and the owner do in whatever order, each copy is minted once and no item grows past its supply.
contract EditionCollectionInvariantTest is VoucherFixture {
    uint256 private constant ITEMS = 2;
    uint256 private constant SERIALS = 9;

    EditionCollection private _edition;
    EditionHandler private _handler;

    function setUp() public override {
        super.setUp();
        _edition = deployEdition(config());
        _handler = new EditionHandler(_edition, owner, signerKey, ITEMS, SERIALS);

        // More ways to redeem than to burn, so that copies come to exist faster than they go.
        bytes4[] memory moves = new bytes4[](6);
        moves[0] = EditionHandler.redeem.selector;
        moves[1] = EditionHandler.redeem.selector;
        moves[2] = EditionHandler.redeemList.selector;
        moves[3] = EditionHandler.pass.selector;
        moves[4] = EditionHandler.burn.selector;
        moves[5] = EditionHandler.govern.selector;
        targetSelectors(address(_handler), moves);
    }

    function invariant_ACopyIsMintedAtMostOnceAndNeverWhenItIsCancelledWhereTheModelAllowsIt() public view {
        assertEq(_handler.mistakes(), 0);
        for (uint256 item; item < ITEMS; ++item) {
            uint256 copies;
            // A list may run a little past the serial numbers that are tried.
            (bool[] memory redeemed, bool[] memory cancelled) = _handler.marksOf(item, SERIALS + 3);
            for (uint256 serial; serial < redeemed.length; ++serial) {
                uint256 id = item << 64 | serial;
                assertFalse(redeemed[serial] && cancelled[serial]);
                assertEq(_edition.isRedeemed(id), redeemed[serial] || cancelled[serial]);
                assertEq(_edition.isCancelled(id), cancelled[serial]);
                if (redeemed[serial]) ++copies;
            }
            assertEq(copies, _handler.minted(item));
            assertEq(_edition.supplyOf(item), _handler.supplyOf(item));
            assertEq(_edition.isSoulbound(item), _handler.soulbound(item));
        }
    }

    function invariant_TheCopiesOfAnItemAreThoseMintedLessThoseBurntAndBelongToWhomTheyWereHandedLast() public view {
        address[] memory people = _handler.people();
        for (uint256 item; item < ITEMS; ++item) {
            uint256 copies;
            for (uint256 i; i < people.length; ++i) {
                copies += _edition.balanceOf(people[i], item);
                assertEq(_edition.balanceOf(people[i], item), _handler.balanceOf(item, people[i]));
                assertEq(_edition.redemptionsOf(item, people[i]), _handler.limitedRedemptionsOf(item, people[i]));
            }
            assertEq(copies, _handler.minted(item) - _handler.burnt(item));
        }
    }
}
