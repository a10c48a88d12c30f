// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MembershipConfig, MembershipPass, PassOffer, Plan} from "../../src/nft/MembershipPass.sol";
import {TestToken} from "../../src/testkit/TestToken.sol";
import {Test} from "./Test.sol";

/// @notice A membership with two plans, the people around it, and offers to try on it.
abstract contract PassFixture is Test {
    uint40 internal constant NOW = 1_750_000_000;
    uint40 internal constant MONTH = 30 days;
    uint8 internal constant SILVER = 2;
    uint8 internal constant GOLD = 3;
    uint256 internal constant SILVER_PRICE = 1 ether;
    uint256 internal constant GOLD_PRICE = 30;

    MembershipPass internal passes;
    TestToken internal token;
    uint256 internal signerKey;
    address internal signer;
    address internal owner;
    address internal minter;
    address internal payout;
    address internal member;
    address internal friend;
    address internal stranger;

    function setUp() public virtual {
        vm.warp(NOW);
        signerKey = makeKey("offer signer");
        signer = vm.addr(signerKey);
        owner = makeAddr("owner");
        minter = makeAddr("minter");
        payout = makeAddr("payout");
        member = makeAddr("member");
        friend = makeAddr("friend");
        stranger = makeAddr("stranger");
        token = TestToken(deployed("TestToken.sol:TestToken", abi.encode("Money", "MNY", 6)));
        passes = deploy(config());
        vm.startPrank(owner);
        passes.setPlan(SILVER, address(0), SILVER_PRICE, MONTH);
        passes.setPlan(GOLD, address(token), GOLD_PRICE, MONTH);
        vm.stopPrank();
        vm.deal(member, 100 ether);
        vm.deal(friend, 100 ether);
        token.mint(member, 1000);
        vm.prank(member);
        token.approve(address(passes), 1000);
    }

    function config() internal view returns (MembershipConfig memory) {
        return MembershipConfig({
            name: "Tea Club",
            symbol: "CLUB",
            baseUri: "https://club.example/tier/",
            contractUri: "https://club.example/about.json",
            owner: owner,
            minter: minter,
            offerSigner: signer,
            payout: payout
        });
    }

    function deploy(MembershipConfig memory made) internal returns (MembershipPass) {
        return MembershipPass(deployed("MembershipPass.sol:MembershipPass", abi.encode(made)));
    }

    function silver() internal pure returns (Plan memory) {
        return Plan(address(0), SILVER_PRICE, MONTH);
    }

    function gold() internal view returns (Plan memory) {
        return Plan(address(token), GOLD_PRICE, MONTH);
    }

    /// @dev A month of gold for two coins, for the member.
    function offer() internal view returns (PassOffer memory) {
        return PassOffer(member, GOLD, MONTH, address(0), 2 ether, NOW + 1 hours, 0);
    }

    function signed(PassOffer memory o) internal view returns (bytes memory) {
        return signedBy(signerKey, o);
    }

    function signedBy(uint256 key, PassOffer memory o) internal view returns (bytes memory) {
        return signature(key, digestOf(o, block.chainid, address(passes)));
    }

    /// @dev EIP-712 spelled out field by field, so that the contract's digest has something to be compared with.
    function digestOf(PassOffer memory o, uint256 chainId, address verifyingContract) internal pure returns (bytes32) {
        bytes32 offerType = keccak256(
            "PassOffer(address account,uint8 tier,uint64 duration,address currency,uint256 price,uint64 validUntil,uint32 nonce)"
        );
        bytes32 domainType =
            keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
        bytes32 domain = keccak256(
            abi.encode(domainType, keccak256("Lianbo Membership"), keccak256("1"), chainId, verifyingContract)
        );
        bytes32 content =
            keccak256(abi.encode(offerType, o.account, o.tier, o.duration, o.currency, o.price, o.validUntil, o.nonce));
        return keccak256(abi.encodePacked(hex"1901", domain, content));
    }

    function grant(address account, uint8 tier, uint40 expiry) internal {
        vm.prank(minter);
        passes.grant(only(account), tier, expiry);
    }

    function buySilver(address payer, address account) internal {
        vm.prank(payer);
        passes.buy{value: SILVER_PRICE}(SILVER, account, silver());
    }

    function only(address account) internal pure returns (address[] memory accounts) {
        accounts = new address[](1);
        accounts[0] = account;
    }

    function idOf(address account) internal pure returns (uint256) {
        return uint256(uint160(account));
    }

    function assertPass(address account, uint8 tier, uint256 expiry) internal view {
        (uint8 heldTier, uint40 heldExpiry) = passes.passOf(account);
        assertEq(heldTier, tier, "tier");
        assertEq(heldExpiry, expiry, "expiry");
    }

    function nonexistent(address account) internal pure returns (bytes memory) {
        return abi.encodeWithSignature("ERC721NonexistentToken(uint256)", idOf(account));
    }

    function better(address account, uint8 tier, uint40 expiry) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(MembershipPass.PassIsBetter.selector, account, tier, expiry);
    }

    function wrongPayment(uint256 required, uint256 given) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(MembershipPass.WrongPayment.selector, required, given);
    }
}
