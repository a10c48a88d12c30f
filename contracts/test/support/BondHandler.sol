// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AuthenticityBond} from "../../src/rewards/AuthenticityBond.sol";
import {EscrowOrder} from "../../src/rewards/SaleEscrow.sol";
import {BlockingToken} from "./BlockingToken.sol";
import {PromotionFixture} from "./PromotionFixture.sol";

/// @notice Sells fakes and has a bond pay for them at random, and counts by itself what is due.
contract BondHandler is PromotionFixture {
    uint32 private constant THREEFOLD = 30_000;

    BlockingToken public immutable blocking = new BlockingToken();
    AuthenticityBond public immutable bond;

    /// @notice The buyers of all that is sold, who get money from the bond alone.
    address[] public buyers;

    /// @notice What was put in, and what each buyer is due.
    uint256 public filled;
    mapping(address account => uint256 amount) public due;

    /// @notice How often each move did something.
    mapping(string move => uint256 count) public done;

    constructor() {
        bond = _bond(address(blocking), THREEFOLD);
        buyers.push(buyer);
        buyers.push(other);
    }

    function fill(uint64 amount) external {
        filled += amount;
        blocking.mint(address(bond), amount);
        ++done["fill"];
    }

    /// @notice An order is paid by somebody else, shipped, and found to be a fake.
    function claim(uint256 who, uint56 amount) external {
        if (vm.getBlockTimestamp() > ENDS_AT) return;
        EscrowOrder memory order = _order(address(blocking), amount, address(0), 0);
        order.buyer = buyers[bound(who, 0, buyers.length - 1)];
        _ready(relayer, address(blocking), address(escrow), amount);
        vm.prank(relayer);
        escrow.deposit(order);
        _ship(order);
        bond.claim(order, EVIDENCE, _judgeSignature(bond, order));
        due[order.buyer] += uint256(amount) * THREEFOLD / 10_000;
        ++done["claim"];
    }

    function payOwed(uint256 who) external {
        try bond.payOwed(buyers[bound(who, 0, buyers.length - 1)]) {
            ++done["payOwed"];
        } catch {}
    }

    function obstruct(uint256 who, bool isBlocked) external {
        blocking.setBlocked(buyers[bound(who, 0, buyers.length - 1)], isBlocked);
        ++done["obstruct"];
    }

    function takeRest() external {
        uint256 kept = bond.held() < bond.totalOwed() ? bond.held() : bond.totalOwed();
        vm.prank(owner);
        try bond.takeRest(owner) {
            require(vm.getBlockTimestamp() > ENDS_AT, "taken before it was over");
            require(bond.held() == kept, "what is owed was not kept");
            ++done["takeRest"];
        } catch {}
    }

    function passTime(uint32 seconds_) external {
        vm.warp(vm.getBlockTimestamp() + bound(seconds_, 0, 3 days));
        ++done["passTime"];
    }

    /// @notice The end: what is lacking is put in, everybody is paid, and the owner takes the rest.
    function settleEverything() external {
        uint256 owed = bond.totalOwed();
        if (owed > bond.held()) {
            uint256 lacking = owed - bond.held();
            filled += lacking;
            blocking.mint(address(bond), lacking);
        }
        for (uint256 i; i < buyers.length; ++i) {
            blocking.setBlocked(buyers[i], false);
            if (bond.owedTo(buyers[i]) != 0) bond.payOwed(buyers[i]);
        }
        if (vm.getBlockTimestamp() <= ENDS_AT) vm.warp(ENDS_AT + 1);
        vm.prank(owner);
        bond.takeRest(owner);
    }

    /// @notice What the owner has, who began with nothing.
    function ownerHas() external view returns (uint256) {
        return blocking.balanceOf(owner);
    }
}
