// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {VoucherCollection} from "../../src/nft/VoucherCollection.sol";
import {Voucher, VoucherList} from "../../src/nft/Vouchers.sol";
import {TestToken} from "../../src/testkit/TestToken.sol";
import {Cheats} from "./Test.sol";

/// @notice Signers, buyers and holders who do everything that can be done with vouchers in any order, and a plain model of
/// what must come of it.
contract VoucherHandler is Cheats {
    struct Promise {
        Voucher voucher;
        uint256 key;
    }

    VoucherCollection private immutable _collection;
    TestToken private immutable _token;
    address private immutable _owner;
    uint256 private immutable _tokens;

    address[] private _people;
    uint256[] private _keys;
    Promise[] private _promises;
    uint64 private _time = 1_750_000_000;
    uint256 private _signer;

    /// @notice What the model says of a token: how it was marked ever, and who holds it now.
    mapping(uint256 tokenId => bool) public redeemed;
    mapping(uint256 tokenId => bool) public cancelled;
    mapping(uint256 tokenId => bool) public locked;
    mapping(uint256 tokenId => address) public holder;
    mapping(address person => uint256) public redemptionsOf;
    uint32 public epoch;
    bool public paused;
    uint256 public redemptions;
    uint256 public cancellations;
    uint256 public burns;
    uint256 public paidInCoin;
    uint256 public paidInTokens;

    /// @notice How often the collection did what the model forbids, or refused what it allows.
    uint256 public mistakes;

    error Refused();

    /// @param tokens how many ids there are: few, so that two vouchers often promise the same token
    constructor(VoucherCollection collection, TestToken token, address owner, uint256[] memory keys, uint256 tokens) {
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
        Voucher memory v;
        v.tokenId = tokenSeed % _tokens;
        v.recipient = oddSeed % 7 == 0 ? address(0) : _people[personSeed % _people.length];
        v.price = priceSeed % 3 == 0 ? 0 : priceSeed % 1 ether;
        v.currency = priceSeed % 2 == 0 ? address(0) : address(_token);
        v.validFrom = oddSeed % 5 == 0 ? _time + 1 hours : 0;
        v.validUntil = _time + uint64(bound(lifetimeSeed, 0, 2 days));
        v.epoch = oddSeed % 8 == 0 ? epoch + 1 : epoch;
        v.maxPerBuyer = uint32(oddSeed % 3 == 0 ? oddSeed % 6 : 0);
        v.soulbound = oddSeed % 4 == 2;
        _promises.push(Promise(v, oddSeed % 8 == 1 ? (_signer + 1) % _keys.length : _signer));
    }

    /// @notice Redeems any voucher there ever was, also for the second time, in either encoding, now and then with the
    /// wrong payment.
    function redeem(uint256 promiseSeed, uint256 personSeed, bool compact, uint256 oddSeed) external {
        if (_promises.length == 0) return;
        _redeem(promiseSeed % _promises.length, _people[personSeed % _people.length], compact, oddSeed % 8 == 0 ? 1 : 0);
    }

    /// @notice Redeems the youngest voucher, which nothing has voided yet as a rule.
    function redeemTheLatest(uint256 personSeed, bool compact) external {
        if (_promises.length == 0) return;
        _redeem(_promises.length - 1, _people[personSeed % _people.length], compact, 0);
    }

    /// @notice Redeems some of the vouchers there ever were, or the youngest ones, at once; now and then with too little money.
    function redeemBatch(uint256 seed, uint256 personSeed, uint256 valueSeed, bool skip) external {
        if (_promises.length == 0) return;
        uint256[] memory rows = new uint256[](seed % 5);
        Voucher[] memory vouchers = new Voucher[](rows.length);
        bytes[] memory sigs = new bytes[](rows.length);
        uint256 value;
        for (uint256 i; i < rows.length; ++i) {
            uint256 back = seed % 2 == 0 ? i : uint256(keccak256(abi.encode(seed, i)));
            rows[i] = _promises.length - 1 - back % _promises.length;
            vouchers[i] = _promises[rows[i]].voucher;
            sigs[i] = _sign(rows[i], i % 2 == 0);
            if (vouchers[i].currency == address(0)) value += vouchers[i].price;
        }
        if (valueSeed % 4 == 0) value /= 2;
        address buyer = _people[personSeed % _people.length];
        uint256 before = buyer.balance;

        bool good;
        bool[] memory expected;
        uint256 rest;
        try this.model(rows, buyer, value, skip) returns (bool[] memory rowsThatCount, uint256 left) {
            (good, expected, rest) = (true, rowsThatCount, left);
        } catch {}
        vm.prank(buyer);
        try _collection.redeemBatch{value: value}(vouchers, sigs, skip) returns (bool[] memory done) {
            if (!good || keccak256(abi.encode(done)) != keccak256(abi.encode(expected))) ++mistakes;
            if (before - buyer.balance != value - rest) ++mistakes;
        } catch {
            if (good || before != buyer.balance) ++mistakes;
        }
    }

    /// @notice Signs and redeems a list of gifts.
    function redeemList(uint256 tokenSeed, uint256 size, uint256 personSeed, bool skip, bool soulbound) external {
        VoucherList memory list;
        list.firstTokenId = tokenSeed % _tokens;
        list.recipients = new address[](size % (_tokens - list.firstTokenId < 4 ? _tokens - list.firstTokenId : 4));
        (list.validUntil, list.epoch, list.soulbound) = (_time, epoch, soulbound);
        bool good = !paused;
        for (uint256 i; i < list.recipients.length; ++i) {
            list.recipients[i] = _people[personSeed % (_people.length - i % 2)];
            if (_marked(list.firstTokenId + i) && !skip) good = false;
        }
        bytes memory sig = signature(_keys[_signer], _collection.voucherListDigest(list));
        try _collection.redeemList(list, sig, skip) returns (bool[] memory done) {
            if (!good || done.length != list.recipients.length) ++mistakes;
            for (uint256 i; i < done.length; ++i) {
                if (done[i] == _marked(list.firstTokenId + i)) ++mistakes;
                if (done[i]) _mint(list.recipients[i], list.firstTokenId + i, soulbound);
            }
        } catch {
            if (good) ++mistakes;
        }
    }

    /// @notice Hands a token on, or tries to.
    function pass(uint256 tokenSeed, uint256 personSeed) external {
        uint256 tokenId = tokenSeed % _tokens;
        address from = holder[tokenId];
        address to = _people[personSeed % _people.length];
        if (from == address(0)) return;
        vm.prank(from);
        try _collection.transferFrom(from, to, tokenId) {
            if (locked[tokenId]) ++mistakes;
            holder[tokenId] = to;
        } catch {
            if (!locked[tokenId]) ++mistakes;
        }
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

    /// @notice Voids what promises three tokens, save those that are redeemed.
    function cancel(uint256 tokenSeed) external {
        uint256[] memory ids = new uint256[](3);
        for (uint256 i; i < ids.length; ++i) {
            ids[i] = uint256(keccak256(abi.encode(tokenSeed, i))) % _tokens;
            if (_marked(ids[i])) continue;
            cancelled[ids[i]] = true;
            ++cancellations;
        }
        vm.prank(_owner);
        _collection.cancel(ids);
    }

    /// @notice Sends to the payout what is there of one currency.
    function withdraw(bool coin) external {
        _collection.withdraw(coin ? address(0) : address(_token));
    }

    /// @notice Time passes, and now and then the owner changes the signer, cancels the epoch, or pauses for a while.
    function waitAndGovern(uint256 secondsSeed, uint256 oddSeed) external {
        _time += uint64(bound(secondsSeed, 0, 6 hours));
        vm.warp(_time);
        if (paused || oddSeed % 8 == 7) {
            vm.prank(_owner);
            paused ? _collection.unpause() : _collection.pause();
            paused = !paused;
        } else if (oddSeed % 4 == 0) {
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

    /// @notice What a batch does to the model; reverts where the collection must.
    function model(uint256[] calldata rows, address redeemer, uint256 value, bool skip)
        external
        returns (bool[] memory done, uint256 rest)
    {
        if (msg.sender != address(this)) revert Refused();
        done = new bool[](rows.length);
        rest = value;
        for (uint256 i; i < rows.length; ++i) {
            uint256 due = _dueInCoin(rows[i]);
            done[i] = _allows(rows[i], redeemer) && due <= rest;
            if (!done[i] && !skip) revert Refused();
            if (!done[i]) continue;
            rest -= due;
            _settle(rows[i], redeemer);
        }
        if (rest != 0 && !skip) revert Refused();
    }

    function people() external view returns (address[] memory) {
        return _people;
    }

    function signer() external view returns (address) {
        return vm.addr(_keys[_signer]);
    }

    function _redeem(uint256 row, address buyer, bool compact, uint256 overpaid) private {
        bool good = overpaid == 0 && _allows(row, buyer);
        bytes memory sig = _sign(row, compact);
        uint256 value = _dueInCoin(row) + overpaid;
        vm.prank(buyer);
        try _collection.redeem{value: value}(_promises[row].voucher, sig) {
            if (!good) ++mistakes;
            _settle(row, buyer);
        } catch {
            if (good) ++mistakes;
        }
    }

    function _settle(uint256 row, address redeemer) private {
        Voucher memory v = _promises[row].voucher;
        _mint(v.recipient == address(0) ? redeemer : v.recipient, v.tokenId, v.soulbound);
        if (v.currency == address(0)) paidInCoin += v.price;
        else paidInTokens += v.price;
    }

    function _mint(address to, uint256 tokenId, bool soulbound) private {
        redeemed[tokenId] = true;
        holder[tokenId] = to;
        locked[tokenId] = soulbound;
        ++redemptionsOf[to];
        ++redemptions;
    }

    function _sign(uint256 row, bool compact) private view returns (bytes memory) {
        Promise memory p = _promises[row];
        bytes32 digest = _collection.voucherDigest(p.voucher);
        return compact ? compactSignature(_keys[p.key], digest) : signature(_keys[p.key], digest);
    }

    function _allows(uint256 row, address redeemer) private view returns (bool) {
        Promise memory p = _promises[row];
        Voucher memory v = p.voucher;
        address to = v.recipient == address(0) ? redeemer : v.recipient;
        bool open = !paused && v.validFrom <= _time && _time <= v.validUntil && v.epoch == epoch;
        bool within = v.maxPerBuyer == 0 || redemptionsOf[to] < v.maxPerBuyer;
        return open && p.key == _signer && !_marked(v.tokenId) && within;
    }

    function _dueInCoin(uint256 row) private view returns (uint256) {
        Voucher memory v = _promises[row].voucher;
        return v.currency == address(0) ? v.price : 0;
    }

    function _marked(uint256 tokenId) private view returns (bool) {
        return redeemed[tokenId] || cancelled[tokenId];
    }
}
