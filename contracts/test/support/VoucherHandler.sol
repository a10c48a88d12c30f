// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {VoucherCollection} from "../../src/nft/VoucherCollection.sol";
import {TestToken} from "../../src/testkit/TestToken.sol";
import {BurnableVoucherCollection} from "./BurnableVoucherCollection.sol";
import {Cheats} from "./Test.sol";

/// @notice Signers, buyers and holders who do everything that can be done with vouchers in any order, and a plain model of
/// what must come of it.
contract VoucherHandler is Cheats {
    struct Promise {
        VoucherCollection.Voucher voucher;
        uint256 key;
    }

    BurnableVoucherCollection private immutable _collection;
    TestToken private immutable _token;
    address private immutable _owner;
    uint256 private immutable _tokens;

    address[] private _people;
    uint256[] private _keys;
    Promise[] private _promises;
    uint64 private _time = 1_750_000_000;
    uint256 private _signer;

    /// @notice What the model says of a token: whether it was redeemed ever, and who holds it now.
    mapping(uint256 tokenId => bool) public redeemed;
    mapping(uint256 tokenId => address) public holder;
    uint32 public epoch;
    uint256 public redemptions;
    uint256 public burns;
    uint256 public paidInCoin;
    uint256 public paidInTokens;

    /// @notice How often the collection did what the model forbids, or refused what it allows.
    uint256 public mistakes;

    /// @param tokens how many ids there are: few, so that two vouchers often promise the same token
    constructor(
        BurnableVoucherCollection collection,
        TestToken token,
        address owner,
        uint256[] memory keys,
        uint256 tokens
    ) {
        _collection = collection;
        _token = token;
        _owner = owner;
        _keys = keys;
        _tokens = tokens;
        _people.push(makeAddr("first holder"));
        _people.push(makeAddr("second holder"));
        _people.push(makeAddr("third holder"));
        for (uint256 i; i < _people.length; ++i) {
            vm.deal(_people[i], type(uint128).max);
            token.mint(_people[i], type(uint128).max);
            vm.prank(_people[i]);
            token.approve(address(collection), type(uint256).max);
        }
        vm.warp(_time);
    }

    /// @notice Promises a token, in coin, in tokens or for nothing, most often by the present signer in the present epoch.
    function sign(uint256 tokenSeed, uint256 personSeed, uint256 priceSeed, uint256 lifetimeSeed, uint256 oddSeed)
        external
    {
        VoucherCollection.Voucher memory v;
        v.tokenId = tokenSeed % _tokens;
        v.recipient = _people[personSeed % _people.length];
        v.price = priceSeed % 3 == 0 ? 0 : priceSeed % 1 ether;
        v.currency = priceSeed % 2 == 0 ? address(0) : address(_token);
        v.validUntil = _time + uint64(bound(lifetimeSeed, 0, 2 days));
        v.epoch = oddSeed % 8 == 0 ? epoch + 1 : epoch;
        _promises.push(Promise(v, oddSeed % 8 == 1 ? (_signer + 1) % _keys.length : _signer));
    }

    /// @notice Redeems any voucher there ever was, also for the second time, in either encoding, now and then with the
    /// wrong payment.
    function redeem(uint256 promiseSeed, uint256 personSeed, bool compact, uint256 oddSeed) external {
        if (_promises.length == 0) return;
        Promise memory p = _promises[promiseSeed % _promises.length];
        _redeem(p, _people[personSeed % _people.length], compact, oddSeed % 8 == 0 ? 1 : 0);
    }

    /// @notice Redeems the youngest voucher, which nothing has voided yet as a rule.
    function redeemTheLatest(uint256 personSeed, bool compact) external {
        if (_promises.length == 0) return;
        _redeem(_promises[_promises.length - 1], _people[personSeed % _people.length], compact, 0);
    }

    /// @notice Hands a token on.
    function pass(uint256 tokenSeed, uint256 personSeed) external {
        uint256 tokenId = tokenSeed % _tokens;
        address from = holder[tokenId];
        address to = _people[personSeed % _people.length];
        if (from == address(0)) return;
        vm.prank(from);
        _collection.transferFrom(from, to, tokenId);
        holder[tokenId] = to;
    }

    /// @notice Burns a token.
    function burn(uint256 tokenSeed) external {
        uint256 tokenId = tokenSeed % _tokens;
        address from = holder[tokenId];
        if (from == address(0)) return;
        vm.prank(from);
        _collection.burn(tokenId);
        holder[tokenId] = address(0);
        ++burns;
    }

    /// @notice Time passes, and now and then the owner changes the signer or cancels the epoch.
    function waitAndGovern(uint256 secondsSeed, uint256 oddSeed) external {
        _time += uint64(bound(secondsSeed, 0, 6 hours));
        vm.warp(_time);
        if (oddSeed % 4 == 0) {
            _signer = (_signer + 1) % _keys.length;
            address next = vm.addr(_keys[_signer]);
            vm.prank(_owner);
            _collection.setVoucherSigner(next);
        } else if (oddSeed % 4 == 1) {
            ++epoch;
            vm.prank(_owner);
            _collection.cancelEpoch();
        }
    }

    function people() external view returns (address[] memory) {
        return _people;
    }

    function signer() external view returns (address) {
        return vm.addr(_keys[_signer]);
    }

    function _redeem(Promise memory p, address buyer, bool compact, uint256 overpaid) private {
        VoucherCollection.Voucher memory v = p.voucher;
        bytes32 digest = _collection.voucherDigest(v);
        bytes memory sig = compact ? compactSignature(_keys[p.key], digest) : signature(_keys[p.key], digest);
        bool inCoin = v.currency == address(0);
        uint256 value = (inCoin ? v.price : 0) + overpaid;
        bool good =
            overpaid == 0 && _time <= v.validUntil && v.epoch == epoch && p.key == _signer && !redeemed[v.tokenId];

        vm.prank(buyer);
        try _collection.redeem{value: value}(v, sig) {
            if (!good) ++mistakes;
            redeemed[v.tokenId] = true;
            holder[v.tokenId] = v.recipient;
            ++redemptions;
            if (inCoin) paidInCoin += v.price;
            else paidInTokens += v.price;
        } catch {
            if (good) ++mistakes;
        }
    }
}
