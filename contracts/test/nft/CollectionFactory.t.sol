// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BadgeCollection, BadgeConfig} from "../../src/nft/BadgeCollection.sol";
import {CollectionFactory} from "../../src/nft/CollectionFactory.sol";
import {EditionCollection} from "../../src/nft/EditionCollection.sol";
import {VoucherCollection} from "../../src/nft/VoucherCollection.sol";
import {VoucherRedeemer} from "../../src/nft/VoucherRedeemer.sol";
import {CollectionConfig, Voucher, VoucherList} from "../../src/nft/Vouchers.sol";
import {VoucherFixture} from "../support/VoucherFixture.sol";
import {Errors} from "@openzeppelin/contracts/utils/Errors.sol";
import {Ownable} from "solady/auth/Ownable.sol";

/// @notice Collections as clones: at the place that was told, made once by who said so, and apart from all others.
contract CollectionFactoryTest is VoucherFixture {
    bytes32 private constant SALT = keccak256("spring");

    CollectionFactory private _factory;
    EditionCollection private _edition;
    BadgeCollection private _badges;

    function setUp() public override {
        super.setUp();
        _edition = deployEdition(config());
        _badges = BadgeCollection(deployed("BadgeCollection.sol:BadgeCollection", abi.encode(_badgeConfig())));
        _factory = CollectionFactory(
            deployed(
                "CollectionFactory.sol:CollectionFactory",
                abi.encode(address(collection), address(_edition), address(_badges))
            )
        );
    }

    function test_NamesWhatItsClonesRun() public view {
        assertEq(_factory.voucherImplementation(), address(collection));
        assertEq(_factory.editionImplementation(), address(_edition));
        assertEq(_factory.badgeImplementation(), address(_badges));
    }

    /// @dev A clone of nothing answers every call with success.
    function test_RefusesToCloneWhatHasNoCode() public {
        address nothing = makeAddr("nothing");
        bytes memory reason = abi.encodeWithSelector(CollectionFactory.NoCode.selector, nothing);
        vm.expectRevert(reason);
        CollectionFactory(
            deployed(
                "CollectionFactory.sol:CollectionFactory", abi.encode(nothing, address(_edition), address(_badges))
            )
        );
        vm.expectRevert(reason);
        CollectionFactory(
            deployed(
                "CollectionFactory.sol:CollectionFactory", abi.encode(address(collection), nothing, address(_badges))
            )
        );
        vm.expectRevert(reason);
        CollectionFactory(
            deployed(
                "CollectionFactory.sol:CollectionFactory", abi.encode(address(collection), address(_edition), nothing)
            )
        );
        vm.expectRevert(abi.encodeWithSelector(CollectionFactory.NoCode.selector, address(0)));
        CollectionFactory(
            deployed(
                "CollectionFactory.sol:CollectionFactory",
                abi.encode(address(collection), address(_edition), address(0))
            )
        );
    }

    function test_MakesEachKindWhereItWasToldAndTheEventSaysSo() public {
        address[3] memory implementations = [address(collection), address(_edition), address(_badges)];
        for (uint256 i; i < 3; ++i) {
            address told = _factory.predict(implementations[i], buyer, SALT);
            assertEq(told.code.length, 0);
            vm.expectEmit(address(_factory));
            emit CollectionFactory.CollectionCreated(told, implementations[i], buyer);
            vm.prank(buyer);
            address made = i == 0
                ? _factory.createVouchers(config(), SALT)
                : i == 1 ? _factory.createEditions(config(), SALT) : _factory.createBadges(_badgeConfig(), SALT);
            assertEq(made, told);
            // ERC-1167 to the byte, so that explorers know what it runs.
            assertEq(
                made.code,
                abi.encodePacked(hex"363d3d373d3d3d363d73", implementations[i], hex"5af43d82803e903d91602b57fd5bf3")
            );
        }
    }

    function test_ACloneIsWhatItWasToBeAndSharesNothingWithWhatItRuns() public {
        CollectionConfig memory config_ = config();
        (config_.name, config_.symbol, config_.baseUri, config_.contractUri) = ("Autumn Tea", "AUT", "ipfs://a/", "c");
        (config_.owner, config_.voucherSigner, config_.payout) = (stranger, buyer, recipient);
        (config_.royaltyBps, config_.maxTokenId, config_.soulbound, config_.membership) = (100, 50, true, owner);
        VoucherCollection clone = VoucherCollection(_factory.createVouchers(config_, SALT));
        EditionCollection editions = EditionCollection(_factory.createEditions(config_, SALT));
        assertEq(clone.name(), "Autumn Tea");
        assertEq(clone.symbol(), "AUT");
        assertEq(editions.uri(3), "ipfs://a/3");
        VoucherRedeemer[2] memory both = [VoucherRedeemer(clone), VoucherRedeemer(editions)];
        for (uint256 i; i < 2; ++i) {
            assertEq(both[i].contractURI(), "c");
            assertEq(both[i].owner(), stranger);
            assertEq(both[i].voucherSigner(), buyer);
            assertEq(both[i].payout(), recipient);
            (, uint256 royalty) = both[i].royaltyInfo(1, 10_000);
            assertEq(royalty, 100);
            assertEq(both[i].maxTokenId(), 50);
            assertEq(both[i].membership(), owner);
            assertEq(both[i].epoch(), 0);
        }
        assertTrue(editions.isSoulbound(1));
        assertEq(collection.name(), "Spring Tea");
        assertEq(collection.owner(), owner);
        assertFalse(_edition.isSoulbound(1));

        vm.startPrank(owner);
        collection.pause();
        collection.setVoucherSigner(stranger);
        vm.stopPrank();
        assertFalse(clone.paused());
        assertEq(clone.voucherSigner(), buyer);
    }

    function test_ABadgeCloneIsWhatItWasToBe() public {
        BadgeCollection clone = BadgeCollection(_factory.createBadges(_badgeConfig(), SALT));
        assertEq(clone.name(), "Spring Show");
        assertEq(clone.owner(), owner);
        vm.expectRevert(Ownable.AlreadyInitialized.selector);
        clone.initialize(_badgeConfig());
    }

    function test_OneCallerUsesASaltOnceForAKindAndAnotherCallerHasItsOwn() public {
        vm.startPrank(buyer);
        address first = _factory.createVouchers(config(), SALT);
        vm.expectRevert(Errors.FailedDeployment.selector);
        _factory.createVouchers(config(), SALT);
        assertNotEq(_factory.createEditions(config(), SALT), first);
        assertNotEq(_factory.createVouchers(config(), keccak256("another")), first);
        vm.stopPrank();

        // Nobody takes a place that somebody else has told, with whatever salt.
        assertNotEq(_factory.predict(address(collection), stranger, SALT), first);
        vm.prank(stranger);
        assertNotEq(_factory.createVouchers(config(), SALT), first);
    }

    function testFuzz_EveryCallerAndSaltHaveTheirOwnPlace(address one, address another, bytes32 salt, bytes32 other)
        public
        view
    {
        bool same = one == another && salt == other;
        address place = _factory.predict(address(collection), one, salt);
        assertEq(place == _factory.predict(address(collection), another, other), same);
        assertNotEq(place, _factory.predict(address(_edition), another, other));
    }

    function test_WhatCannotBeMadeTakesNoPlace() public {
        CollectionConfig memory wrong = config();
        wrong.owner = address(0);
        vm.expectRevert(VoucherRedeemer.ZeroAddress.selector);
        _factory.createVouchers(wrong, SALT);
        (wrong.owner, wrong.royaltyBps) = (owner, 10_001);
        vm.expectRevert(abi.encodeWithSelector(VoucherRedeemer.RoyaltyTooHigh.selector, 10_001));
        _factory.createEditions(wrong, SALT);
        address told = _factory.predict(address(collection), address(this), SALT);
        assertEq(_factory.createVouchers(config(), SALT), told);
    }

    function test_NobodyMakesACloneOrWhatItRunsASecondTime() public {
        address[4] memory made = [
            _factory.createVouchers(config(), SALT),
            _factory.createEditions(config(), SALT),
            address(collection),
            address(_edition)
        ];
        address[3] memory callers = [stranger, owner, address(_factory)];
        CollectionConfig memory stolen = config();
        stolen.owner = stranger;
        for (uint256 i; i < made.length; ++i) {
            for (uint256 j; j < callers.length; ++j) {
                vm.prank(callers[j]);
                vm.expectRevert(Ownable.AlreadyInitialized.selector);
                VoucherCollection(made[i]).initialize(stolen);
            }
            assertEq(VoucherRedeemer(made[i]).owner(), owner);
        }
    }

    function test_TheFactoryHasNoPowerOverWhatItMade() public {
        VoucherCollection clone = VoucherCollection(_factory.createVouchers(config(), SALT));
        assertEq(clone.rolesOf(address(_factory)), 0);
        assertEq(clone.rolesOf(address(this)), 0);
        vm.prank(address(_factory));
        vm.expectRevert(Ownable.Unauthorized.selector);
        clone.setVoucherSigner(stranger);
        vm.expectRevert(Ownable.Unauthorized.selector);
        clone.pause();
    }

    /// @dev The domain of what a clone runs is kept in the code that both share.
    function test_AVoucherIsGoodInTheCloneThatItWasSignedForAlone() public {
        VoucherCollection one = VoucherCollection(_factory.createVouchers(config(), SALT));
        VoucherCollection another = VoucherCollection(_factory.createVouchers(config(), keccak256("another")));
        Voucher memory v = gift(1);
        assertEq(one.voucherDigest(v), digestOf(v, block.chainid, address(one)));
        bytes memory sig = signedFor(one, v);
        vm.expectRevert(NOT_THE_SIGNER);
        another.redeem(v, sig);
        refuses(v, sig, NOT_THE_SIGNER);
        bytes memory forImplementation = signed(v);
        vm.expectRevert(NOT_THE_SIGNER);
        one.redeem(v, forImplementation);
        one.redeem(v, sig);
        assertEq(one.ownerOf(1), recipient);
        assertFalse(another.isRedeemed(1) || collection.isRedeemed(1));
        (,,,, address verifyingContract,,) = one.eip712Domain();
        assertEq(verifyingContract, address(one));

        vm.chainId(31_415);
        assertEq(one.voucherDigest(v), digestOf(v, 31_415, address(one)));
    }

    function test_AListIsGoodInTheCloneThatItWasSignedForAlone() public {
        EditionCollection one = EditionCollection(_factory.createEditions(config(), SALT));
        EditionCollection another = EditionCollection(_factory.createEditions(config(), keccak256("another")));
        VoucherList memory list = listOf(5 << 64, new address[](2));
        (list.recipients[0], list.recipients[1]) = (recipient, stranger);
        bytes memory sig = signedFor(one, list);
        vm.expectRevert(NOT_THE_SIGNER);
        another.redeemList(list, sig, true);
        vm.expectRevert(NOT_THE_SIGNER);
        _edition.redeemList(list, sig, true);
        one.redeemList(list, sig, false);
        assertEq(one.balanceOf(recipient, 5), 1);
        assertEq(another.balanceOf(recipient, 5), 0);
    }

    /// @dev The batch that skips calls the collection itself, which is the clone.
    function test_ACloneSellsAndSkipsAndPaysOut() public {
        EditionCollection clone = EditionCollection(_factory.createEditions(config(), SALT));
        Voucher[] memory vouchers = new Voucher[](2);
        bytes[] memory sigs = new bytes[](2);
        (vouchers[0], vouchers[1]) = (sale(5 << 64, 1 ether), sale(5 << 64, 1 ether));
        (sigs[0], sigs[1]) = (signedFor(clone, vouchers[0]), signedFor(clone, vouchers[1]));
        vm.expectEmit(address(clone));
        emit VoucherRedeemer.VoucherSkipped(5 << 64, alreadyRedeemed(5 << 64));
        vm.prank(buyer);
        bool[] memory redeemed = clone.redeemBatch{value: 2 ether}(vouchers, sigs, true);
        assertTrue(redeemed[0] && !redeemed[1]);
        assertEq(buyer.balance, 99 ether);
        clone.withdraw(address(0));
        assertEq(payout.balance, 1 ether);
    }

    /// @dev As the contract's documentation says.
    function test_ACloneCostsATenthOfADeployment() public {
        uint256 before = gasleft();
        deploy(config());
        uint256 deployment = before - gasleft();
        before = gasleft();
        _factory.createVouchers(config(), SALT);
        assertLt((before - gasleft()) * 10, deployment);
    }

    function _badgeConfig() private view returns (BadgeConfig memory) {
        return BadgeConfig({
            name: "Spring Show",
            symbol: "SHOW",
            baseUri: "",
            contractUri: "",
            owner: owner,
            minter: address(0),
            payout: payout,
            royaltyBps: 0,
            transferable: false
        });
    }
}
