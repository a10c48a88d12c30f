// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MembershipPass, PassOffer, Plan} from "../../src/nft/MembershipPass.sol";
import {TestToken} from "../../src/testkit/TestToken.sol";
import {Cheats} from "./Test.sol";

/// @notice Minters, buyers and holders who do everything that can be done with passes in any order, and a plain model of what must come of
/// it: a tier and an end for each, in which no end is the end of all numbers.
contract PassHandler is Cheats {
    uint256 private constant NEVER = type(uint256).max;

    MembershipPass private immutable _passes;
    TestToken private immutable _token;
    address private immutable _owner;
    uint256 private immutable _signerKey;

    address[] private _people;
    PassOffer[] private _offers;
    Plan[3] private _plans;
    uint256 private _time = 1_750_000_000;

    mapping(address account => uint8) public tier;
    mapping(address account => uint256) public end;
    mapping(address account => uint32) public nonce;

    /// @notice The highest tier that was ever given to an account or sold to it.
    mapping(address account => uint8) public highest;
    uint256 public paidInCoin;
    uint256 public paidInTokens;

    /// @notice How often the membership did what the model forbids, or refused what it allows.
    uint256 public mistakes;

    constructor(MembershipPass passes, TestToken token, address owner, uint256 signerKey) {
        (_passes, _token, _owner, _signerKey) = (passes, token, owner, signerKey);
        _people.push(makeAddr("first member"));
        _people.push(makeAddr("second member"));
        _people.push(makeAddr("third member"));
        _plans[0] = Plan(address(0), 1 ether, 5 days);
        _plans[1] = Plan(address(token), 7, 9 days);
        _plans[2] = Plan(address(0), 9 ether, 0);
        for (uint8 i; i < _plans.length; ++i) {
            vm.prank(owner);
            passes.setPlan(i + 1, _plans[i].currency, _plans[i].price, _plans[i].duration);
            vm.deal(_people[i], type(uint128).max);
            token.mint(_people[i], type(uint128).max);
            vm.prank(_people[i]);
            token.approve(address(passes), type(uint256).max);
        }
        vm.warp(_time);
    }

    /// @notice Grants one person or all of them a tier until some day.
    function grant(uint256 personSeed, uint8 tierSeed, uint256 endSeed) external {
        address[] memory accounts = personSeed % 4 == 3 ? _people : new address[](1);
        if (accounts.length == 1) accounts[0] = _person(personSeed);
        (uint8 given, uint256 until) = (tierSeed % 4 + 1, _someEnd(endSeed));
        vm.prank(_owner);
        _passes.grant(accounts, given, _short(until));
        for (uint256 i; i < accounts.length; ++i) {
            if (!_lessens(accounts[i], given, until)) _become(accounts[i], given, until);
        }
    }

    /// @notice Sets somebody's terms, where there is a pass, upwards or downwards.
    function setTerms(uint256 personSeed, uint8 tierSeed, uint256 endSeed) external {
        address account = _person(personSeed);
        (uint8 given, uint256 until) = (tierSeed % 4 + 1, _someEnd(endSeed));
        vm.prank(_owner);
        try _passes.setTerms(account, given, _short(until)) {
            if (tier[account] == 0) ++mistakes;
            _become(account, given, until);
        } catch {
            if (tier[account] != 0) ++mistakes;
        }
    }

    /// @notice Revokes a pass, or burns it.
    function take(uint256 personSeed, bool burns) external {
        address account = _person(personSeed);
        bool good = tier[account] != 0;
        bytes memory call = burns
            ? abi.encodeCall(_passes.burn, (uint256(uint160(account))))
            : abi.encodeCall(_passes.revoke, (account));
        vm.prank(burns ? account : _owner);
        (bool done,) = address(_passes).call(call);
        if (done != good) ++mistakes;
        if (!done) return;
        (tier[account], end[account]) = (0, 0);
        if (!burns) ++nonce[account];
    }

    /// @notice Buys somebody a pass, or renews it by one of the two names, now and then with too much money.
    function buy(uint256 personSeed, uint256 payerSeed, uint8 tierSeed, uint256 oddSeed) external {
        address account = _person(personSeed);
        bool renews = oddSeed % 3 == 0;
        uint8 wanted = renews ? tier[account] : tierSeed % 3 + 1;
        bool offered = wanted >= 1 && wanted <= 3;
        Plan memory plan = _plans[offered ? wanted - 1 : 0];
        uint256 due = plan.currency == address(0) ? plan.price : 0;
        uint256 value = oddSeed % 8 == 0 ? due + 1 : due;
        (bool good, uint256 until) = _sale(account, wanted, plan.duration);
        good = good && offered && value == due;
        bytes memory call = renews
            ? abi.encodeCall(_passes.renew, (account, plan))
            : abi.encodeCall(_passes.buy, (wanted, account, plan));
        if (renews && oddSeed % 2 == 0) {
            call = abi.encodeCall(_passes.renewSubscription, (uint256(uint160(account)), plan.duration));
            good = good && plan.currency == address(0);
        }
        vm.prank(_person(payerSeed));
        (bool done,) = address(_passes).call{value: value}(call);
        if (done != good) ++mistakes;
        if (done) _sell(account, wanted, until, plan.currency, plan.price);
    }

    /// @notice Signs an offer, most often with the nonce that counts.
    function sign(uint256 personSeed, uint8 tierSeed, uint256 durationSeed, uint256 priceSeed, uint256 oddSeed)
        external
    {
        PassOffer memory o;
        o.account = _person(personSeed);
        o.tier = tierSeed % 4 + 1;
        // Casting is safe: all of it is near.
        // forge-lint: disable-next-line(unsafe-typecast)
        o.duration = durationSeed % 6 == 0 ? 0 : uint64(bound(durationSeed, 1, 20 days));
        o.currency = priceSeed % 2 == 0 ? address(0) : address(_token);
        o.price = priceSeed % 1 ether;
        // forge-lint: disable-next-line(unsafe-typecast)
        o.validUntil = uint64(_time + bound(oddSeed, 0, 4 days));
        o.nonce = nonce[o.account] + (oddSeed % 7 == 0 ? 1 : 0);
        _offers.push(o);
    }

    /// @notice Redeems any offer there ever was, or the youngest one, also for the second time.
    function redeem(uint256 offerSeed, uint256 payerSeed, bool youngest) external {
        if (_offers.length == 0) return;
        PassOffer memory o = _offers[youngest ? _offers.length - 1 : offerSeed % _offers.length];
        (bool good, uint256 until) = _sale(o.account, o.tier, o.duration);
        good = good && o.nonce == nonce[o.account] && _time <= o.validUntil;
        bytes memory sig = signature(_signerKey, _passes.offerDigest(o));
        vm.prank(_person(payerSeed));
        try _passes.redeemOffer{value: o.currency == address(0) ? o.price : 0}(o, sig) {
            if (!good) ++mistakes;
            ++nonce[o.account];
            _sell(o.account, o.tier, until, o.currency, o.price);
        } catch {
            if (good) ++mistakes;
        }
    }

    function withdraw(bool coin) external {
        _passes.withdraw(coin ? address(0) : address(_token));
    }

    function wait(uint256 secondsSeed) external {
        _time += bound(secondsSeed, 0, 3 days);
        vm.warp(_time);
    }

    function people() external view returns (address[] memory) {
        return _people;
    }

    /// @notice What the model says of an account now.
    function tierNow(address account) public view returns (uint8) {
        return _time < end[account] ? tier[account] : 0;
    }

    function _sale(address account, uint8 wanted, uint256 duration) private view returns (bool good, uint256 until) {
        bool renews = tierNow(account) == wanted && wanted != 0;
        uint256 from = renews ? end[account] : _time;
        if (wanted == 0 || from == NEVER) return (false, 0);
        until = duration == 0 ? NEVER : from + duration;
        good = !_lessens(account, wanted, until);
    }

    function _sell(address account, uint8 sold, uint256 until, address currency, uint256 price) private {
        _become(account, sold, until);
        if (currency == address(0)) paidInCoin += price;
        else paidInTokens += price;
    }

    function _become(address account, uint8 newTier, uint256 newEnd) private {
        (tier[account], end[account]) = (newTier, newEnd);
        if (newTier > highest[account]) highest[account] = newTier;
    }

    function _lessens(address account, uint8 newTier, uint256 newEnd) private view returns (bool) {
        return tierNow(account) > newTier || (tierNow(account) != 0 && end[account] > newEnd);
    }

    function _someEnd(uint256 seed) private view returns (uint256) {
        return seed % 5 == 0 ? NEVER : _time + bound(seed, 1, 12 days);
    }

    function _short(uint256 until) private pure returns (uint40) {
        // Casting is safe: every end but that of all numbers is near.
        // forge-lint: disable-next-line(unsafe-typecast)
        return until == NEVER ? 0 : uint40(until);
    }

    function _person(uint256 seed) private view returns (address) {
        return _people[seed % _people.length];
    }
}
