// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BlindBox} from "../../src/nft/BlindBox.sol";
import {IPrizeMinter} from "../../src/nft/IPrizeMinter.sol";
import {PrizeVault} from "../../src/nft/PrizeVault.sol";
import {TestCollectible} from "../../src/testkit/TestCollectible.sol";
import {BlindBoxFixture} from "../support/BlindBoxFixture.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";

/// @notice The vault hands tokens to those who drew them, and to nobody else.
contract PrizeVaultTest is BlindBoxFixture {
    TestCollectible private collectible = TestCollectible(deployed("TestCollectible.sol:TestCollectible", ""));
    PrizeVault private vault =
        PrizeVault(deployed("PrizeVault.sol:PrizeVault", abi.encode(box, IERC721(address(collectible)))));
    uint256[] private ids;

    function setUp() external {
        for (uint256 i; i < SUPPLY; ++i) {
            ids.push(prizeAt(i));
            collectible.mint(seller, prizeAt(i));
        }
        vm.prank(seller);
        collectible.setApprovalForAll(address(vault), true);
    }

    function test_HandsEachTokenToWhoDrewIt() external {
        bytes32 saleId = _sale();
        buy(saleId, alice, 4);
        buy(saleId, bob, 3);
        endOf(saleId);
        revealed(saleId);
        for (uint256 i; i < SUPPLY; ++i) {
            claim(saleId, i);
            uint256 tokenId = prizeAt(box.positionOf(saleId, i));
            assertEq(collectible.ownerOf(tokenId), i < 4 ? alice : i < 7 ? bob : seller);
            assertEq(vault.saleOf(tokenId), bytes32(0));
        }
        assertEq(collectible.balanceOf(address(vault)), 0);
    }

    /// @dev Whoever bought how many, and in whichever order prizes are claimed: none is lost, and what is not handed out is there.
    function testFuzz_LosesNoTokenInWhateverOrder(uint32 alices, uint32 bobs, uint256 start) external {
        alices = 1 + alices % SUPPLY;
        bobs %= SUPPLY - alices + 1;
        bytes32 saleId = _sale();
        buy(saleId, alice, alices);
        if (bobs > 0) buy(saleId, bob, bobs);
        if (alices + bobs < SUPPLY) endOf(saleId);
        revealed(saleId);
        for (uint256 i; i < SUPPLY; ++i) {
            assertEq(collectible.balanceOf(address(vault)), SUPPLY - i);
            claim(saleId, (i + start % SUPPLY) % SUPPLY);
        }
        assertEq(collectible.balanceOf(alice), alices);
        assertEq(collectible.balanceOf(bob), bobs);
        assertEq(collectible.balanceOf(seller), SUPPLY - alices - bobs);
    }

    function test_KeepsTheTokensFromTheSellerWhileTheDrawIsOpen() external {
        bytes32 saleId = _sale();
        buy(saleId, alice, 10);
        vm.startPrank(seller);
        vm.expectRevert(abi.encodeWithSelector(PrizeVault.NotRefundable.selector, saleId));
        vault.takeBack(saleId, ids);
        vm.stopPrank();
        revealed(saleId);
        vm.warp(REVEAL_BY + 1);
        vm.prank(seller);
        vm.expectRevert(abi.encodeWithSelector(PrizeVault.NotRefundable.selector, saleId));
        vault.takeBack(saleId, ids);
    }

    function test_GivesTheTokensBackWhereTheSeedWasWithheld() external {
        bytes32 saleId = _sale();
        buy(saleId, alice, 10);
        vm.warp(REVEAL_BY + 1);
        vm.prank(relayer);
        vault.takeBack(saleId, ids);
        assertEq(collectible.balanceOf(seller), SUPPLY);
        vm.expectRevert(abi.encodeWithSelector(PrizeVault.NotAPrize.selector, saleId, ids[0]));
        vault.takeBack(saleId, ids);
    }

    function test_ObeysTheBlindBoxAlone() external {
        bytes32 saleId = _sale();
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(PrizeVault.NotTheBlindBox.selector, alice));
        vault.deliver(saleId, alice, ids[0]);
    }

    /// @dev A thief's own sale of the same tokens, one free box to herself each, finds nothing to deliver.
    function test_AnotherSaleThatNamesTheVaultGetsNothing() external {
        bytes32 saleId = _sale();
        BlindBox.Sale memory theft = terms();
        (theft.seller, theft.minter, theft.price, theft.bond) = (alice, vault, 0, 0);
        bytes32 thefts = create(theft);
        vm.warp(OPENS);
        buy(thefts, alice, 10);
        revealed(thefts);
        (uint256 purchase, uint256 prizeId, bytes32[] memory proof) = claimOf(thefts, 0);
        vm.expectRevert(abi.encodeWithSelector(PrizeVault.NotAPrize.selector, thefts, prizeId));
        box.claim(thefts, 0, purchase, prizeId, proof);
        assertEq(vault.saleOf(prizeId), saleId);
        assertEq(collectible.ownerOf(prizeId), address(vault));

        // Nor can she have them back, had she not revealed, for they are not her sale's.
        theft.seedCommitment = "never revealed";
        thefts = create(theft);
        vm.warp(REVEAL_BY + 1);
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(PrizeVault.NotAPrize.selector, thefts, ids[0]));
        vault.takeBack(thefts, ids);
    }

    function test_TakesTokensForSalesThatNameItAlone() external {
        bytes32 other = create(terms());
        vm.startPrank(seller);
        vm.expectRevert(abi.encodeWithSelector(PrizeVault.OtherMinter.selector, other));
        vault.deposit(other, ids);
        vm.expectRevert(abi.encodeWithSelector(BlindBox.UnknownSale.selector, word("none")));
        vault.deposit("none", ids);
    }

    function test_TakesNoTokenTwiceAndNoneOfAnother() external {
        bytes32 saleId = _sale();
        vm.prank(seller);
        vm.expectRevert();
        vault.deposit(saleId, ids);
        collectible.mint(bob, 1);
        vm.prank(alice);
        vm.expectRevert();
        vault.deposit(saleId, one(1));
        assertEq(vault.saleOf(1), bytes32(0));
    }

    /// @dev A list that names what is not there is the seller's lie; the others are served all the same.
    function test_ATokenThatIsMissingHoldsUpNoOtherBox() external {
        BlindBox.Sale memory sale = terms();
        sale.minter = vault;
        bytes32 saleId = openSale(sale);
        ids.pop();
        vm.prank(seller);
        vault.deposit(saleId, ids);
        buy(saleId, alice, 10);
        revealed(saleId);
        uint256 missing;
        for (uint256 i; i < SUPPLY; ++i) {
            (uint256 purchase, uint256 prizeId, bytes32[] memory proof) = claimOf(saleId, i);
            if (prizeId == prizeAt(SUPPLY - 1)) {
                vm.expectRevert(abi.encodeWithSelector(PrizeVault.NotAPrize.selector, saleId, prizeId));
                missing = i;
            }
            box.claim(saleId, i, purchase, prizeId, proof);
        }
        assertEq(collectible.balanceOf(alice), SUPPLY - 1);
        vm.prank(seller);
        vault.deposit(saleId, one(prizeAt(SUPPLY - 1)));
        claim(saleId, missing);
        assertEq(collectible.balanceOf(alice), SUPPLY);
    }

    function _sale() private returns (bytes32 saleId) {
        BlindBox.Sale memory sale = terms();
        sale.minter = IPrizeMinter(vault);
        saleId = openSale(sale);
        vm.prank(seller);
        vault.deposit(saleId, ids);
    }
}
