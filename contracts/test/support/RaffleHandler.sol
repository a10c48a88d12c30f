// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Raffle} from "../../src/rewards/Raffle.sol";
import {TestToken} from "../../src/testkit/TestToken.sol";
import {HeapTree} from "./HeapTree.sol";
import {Cheats} from "./Test.sol";
import {SafeCastLib} from "solady/utils/SafeCastLib.sol";

/// @notice Organisers and strangers who do everything that can be done with several raffles in any order, and a count of the
/// money that must come of it.
contract RaffleHandler is Cheats {
    struct Secret {
        bytes32 raffleId;
        bytes32 secret;
        bool withheld;
        address currency;
        uint96 bond;
        uint256 pot;
        uint256 entriesBy;
    }

    uint256 private constant MOST = 3;
    bytes32 private constant GOODS = keccak256("goods");

    Raffle private immutable _raffle;
    TestToken private immutable _token;
    address private immutable _organiser;

    Secret[] private _raffles;
    uint256 private _time = 1_800_000_000;
    uint256 private _block = 100;

    /// @notice What went in, and what went to whom, of coin and of the token.
    mapping(address currency => uint256) public paidIn;
    mapping(address currency => uint256) public paidOut;
    uint256 public draws;
    uint256 public drawsWithoutSecret;
    uint256 public awards;
    uint256 public collections;

    /// @notice How often a rule was broken.
    uint256 public mistakes;

    constructor(Raffle raffle_, TestToken token) {
        (_raffle, _token) = (raffle_, token);
        _organiser = makeAddr("organiser of many");
        vm.deal(_organiser, type(uint128).max);
        token.mint(_organiser, type(uint128).max);
        vm.prank(_organiser);
        token.approve(address(raffle_), type(uint256).max);
        vm.warp(_time);
        vm.roll(_block);
    }

    function create(uint96 bond, uint96 amount, bool inToken, bool withheld) external {
        if (_raffles.length == MOST) return;
        bytes32 secret = keccak256(abi.encode("secret", _raffles.length));
        Raffle.Terms memory terms;
        terms.organiser = _organiser;
        terms.secretCommitment = keccak256(abi.encode(secret));
        terms.maxEntries = 12;
        terms.opensAt = SafeCastLib.toUint40(_time);
        terms.entriesBy = SafeCastLib.toUint40(_time + 1 hours);
        terms.revealBy = SafeCastLib.toUint40(_time + 3 hours);
        terms.currency = inToken ? address(_token) : address(0);
        terms.bond = uint96(bound(bond, 1, 1e24));
        Raffle.Prize[] memory list = prizes(amount);
        uint256 pot = 3 * uint256(list[0].amount);
        vm.prank(_organiser);
        bytes32 raffleId = _raffle.create{value: inToken ? 0 : terms.bond + pot}(terms, list);
        _raffles.push(Secret(raffleId, secret, withheld, terms.currency, terms.bond, pot, terms.entriesBy));
        paidIn[terms.currency] += terms.bond + pot;
    }

    /// @dev All at once, so that the entrants of a raffle are the first so many.
    function enter(uint256 seed, uint256 count) external {
        if (_raffles.length == 0) return;
        Secret memory chosen = _raffles[seed % _raffles.length];
        if (_raffle.progressOf(chosen.raffleId).entries != 0) return;
        count = bound(count, 1, 14);
        bytes memory list;
        for (uint256 i; i < count; ++i) {
            list = abi.encodePacked(list, person(i));
        }
        vm.prank(_organiser);
        try _raffle.enter(chosen.raffleId, list) {
            if (count > 12) ++mistakes;
        } catch {}
    }

    function wait(uint256 secondsSeed, uint256 blocksSeed) external {
        _time += bound(secondsSeed, 0, 80 minutes);
        _block += bound(blocksSeed, 1, 120);
        vm.warp(_time);
        vm.roll(_block);
    }

    function close(uint256 seed) external {
        if (_raffles.length == 0) return;
        try _raffle.close(_raffles[seed % _raffles.length].raffleId) {} catch {}
    }

    function capture(uint256 seed, bool again) external {
        if (_raffles.length == 0) return;
        bytes32 raffleId = _raffles[seed % _raffles.length].raffleId;
        Raffle.Progress memory before = _raffle.progressOf(raffleId);
        if (again) try _raffle.redraw(raffleId) {} catch {} else try _raffle.capture(raffleId) {} catch {}
        Raffle.Progress memory progress = _raffle.progressOf(raffleId);
        if (before.beacon != 0 && progress.beacon != before.beacon) ++mistakes;
        if (before.randomness == 0 && progress.randomness != 0) ++drawsWithoutSecret;
    }

    function reveal(uint256 seed) external {
        if (_raffles.length == 0) return;
        Secret memory chosen = _raffles[seed % _raffles.length];
        if (chosen.withheld) return;
        try _raffle.reveal(chosen.raffleId, chosen.secret) {
            ++draws;
        } catch {}
    }

    function drawWithoutSecret(uint256 seed) external {
        if (_raffles.length == 0) return;
        bytes32 raffleId = _raffles[seed % _raffles.length].raffleId;
        bool drawn = _raffle.progressOf(raffleId).randomness != 0;
        try _raffle.drawWithoutSecret(raffleId) {
            if (drawn) ++mistakes;
        } catch {}
    }

    /// @dev Takes a raffle one step further, whatever that needs: chance alone seldom takes all of them in time.
    function advance(uint256 seed) external {
        if (_raffles.length == 0) return;
        Secret memory chosen = _raffles[seed % _raffles.length];
        Raffle.Progress memory progress = _raffle.progressOf(chosen.raffleId);
        if (progress.entries == 0 || progress.randomness != 0) return;
        if (_time <= chosen.entriesBy) _time = chosen.entriesBy + 1;
        bool late = _time > chosen.entriesBy + 2 hours;
        if (progress.drawBlock == 0 && !late) {
            vm.warp(_time);
            _raffle.close(chosen.raffleId);
            return;
        }
        if (chosen.withheld && !late) _time = chosen.entriesBy + 2 hours + 1;
        vm.warp(_time);
        if (!progress.withheld && (chosen.withheld || late)) {
            _raffle.drawWithoutSecret(chosen.raffleId);
            return;
        }
        if (_block < progress.drawBlock + 32) _block = progress.drawBlock + 32;
        vm.roll(_block);
        if (progress.withheld) {
            try _raffle.capture(chosen.raffleId) {
                ++drawsWithoutSecret;
            } catch {}
        } else {
            try _raffle.reveal(chosen.raffleId, chosen.secret) {
                ++draws;
            } catch {}
        }
    }

    function award(uint256 seed, uint32 place) public {
        if (_raffles.length == 0) return;
        Secret memory chosen = _raffles[seed % _raffles.length];
        Raffle.Progress memory progress = _raffle.progressOf(chosen.raffleId);
        if (progress.randomness == 0) return;
        place = place % (progress.entries < progress.places ? progress.entries : progress.places);
        bool again = _raffle.isAwarded(chosen.raffleId, place);
        uint256 entry = _raffle.entryAt(chosen.raffleId, place);
        bytes32[] memory nodes = new bytes32[](progress.entries);
        for (uint256 i; i < nodes.length; ++i) {
            nodes[i] = keccak256(bytes.concat(keccak256(abi.encode(i, person(i)))));
        }
        Raffle.Win[] memory wins = new Raffle.Win[](1);
        wins[0] = Raffle.Win(place, 0, person(entry), HeapTree.proof(nodes, entry));
        uint256 before = held(chosen.currency);
        _raffle.award(chosen.raffleId, prizes(uint96(chosen.pot / 3)), wins);
        uint256 paid = before - held(chosen.currency);
        paidOut[chosen.currency] += paid;
        if (again && paid != 0) ++mistakes;
        if (!again) ++awards;
    }

    /// @dev Hands all prizes of a raffle over, where it is drawn.
    function finish(uint256 seed) external {
        for (uint32 place; place < 5; ++place) {
            award(seed, place);
        }
    }

    function collect(uint256 seed) external {
        if (_raffles.length == 0) return;
        Secret memory chosen = _raffles[seed % _raffles.length];
        uint256 before = held(chosen.currency);
        try _raffle.collect(chosen.raffleId) {
            ++collections;
        } catch {}
        paidOut[chosen.currency] += before - held(chosen.currency);
    }

    function held(address currency) public view returns (uint256) {
        return currency == address(0) ? address(_raffle).balance : _token.balanceOf(address(_raffle));
    }

    /// @notice What is owed: bond and money of each raffle, less what was handed out of it; nothing where the organiser collected.
    function owed(address currency) external view returns (uint256 sum) {
        for (uint256 i; i < _raffles.length; ++i) {
            Secret memory one = _raffles[i];
            Raffle.Progress memory progress = _raffle.progressOf(one.raffleId);
            if (one.currency != currency || progress.collected) continue;
            sum += one.bond + one.pot;
            uint256 drawn = progress.entries < progress.places ? progress.entries : progress.places;
            for (uint256 place; place < drawn; ++place) {
                if (!_raffle.isAwarded(one.raffleId, place)) continue;
                if (place < 3) sum -= one.pot / 3;
                if (!progress.withheld) continue;
                sum -= uint256(one.bond) * (place + 1) / drawn - uint256(one.bond) * place / drawn;
            }
        }
    }

    function raffles() external view returns (uint256) {
        return _raffles.length;
    }

    /// @dev Three of money, two of goods.
    function prizes(uint96 amount) public pure returns (Raffle.Prize[] memory list) {
        list = new Raffle.Prize[](2);
        list[0] = Raffle.Prize({count: 3, value: 100, amount: uint96(bound(amount, 1, 1e24)), goods: 0});
        list[1] = Raffle.Prize({count: 2, value: 50, amount: 0, goods: GOODS});
    }

    function person(uint256 number) public pure returns (address) {
        // forge-lint: disable-next-line(unsafe-typecast)
        return address(uint160(0x7000_0000_0000_0000_0000 + 0x1_0000 * number));
    }
}
