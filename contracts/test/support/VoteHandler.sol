// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LoyaltyToken} from "../../src/rewards/LoyaltyToken.sol";
import {ProductVote} from "../../src/rewards/ProductVote.sol";
import {VoteFixture} from "./VoteFixture.sol";

/// @notice Mints, passes on, delegates, proposes and votes at random, and writes down by itself who voted.
contract VoteHandler is VoteFixture {
    uint256 private constant PEOPLE = 5;

    uint256[] private _keys;
    address[] private _people;
    uint256[] private _proposals;

    /// @notice Who voted on a proposal.
    mapping(uint256 id => address[] voters) private _voters;
    mapping(uint256 id => mapping(address voter => bool)) private _voted;

    uint256 public votesCast;
    uint256 public signedVotes;
    uint256 public refusedSecondVotes;

    /// @notice How often the contract did what the rules forbid.
    uint256 public mistakes;

    constructor() {
        vm.warp(NOW);
        for (uint256 i; i < PEOPLE; ++i) {
            _keys.push(makeKey(vm.toString(i)));
            _people.push(vm.addr(_keys[i]));
            _enrol(_people[i], 100 * (i + 1));
        }
        _pass(1);
        propose(0);
        _open(_proposals[0]);
    }

    function watched() external view returns (ProductVote, LoyaltyToken) {
        return (vote, token);
    }

    function proposals() external view returns (uint256[] memory) {
        return _proposals;
    }

    function votersOf(uint256 id) external view returns (address[] memory) {
        return _voters[id];
    }

    function mint(uint256 seed, uint64 amount) external {
        _mint(_person(seed), amount);
    }

    function passOn(uint256 seed, uint256 toSeed, uint256 amount) external {
        address from = _person(seed);
        amount = bound(amount, 0, token.balanceOf(from));
        vm.prank(from);
        require(token.transfer(_person(toSeed), amount), "not passed on");
    }

    function delegate(uint256 seed, uint256 toSeed) external {
        vm.prank(_person(seed));
        token.delegate(_person(toSeed));
    }

    /// @notice Lets at most a day pass.
    function wait(uint256 time) external {
        _pass(bound(time, 1, 1 days));
    }

    function propose(uint256 seed) public {
        address proposer = _person(seed);
        if (token.getPastVotes(proposer, vm.getBlockTimestamp() - 1) < THRESHOLD || _proposals.length == 8) return;
        _proposals.push(_propose(proposer, _call(address(token), "", vm.toString(_proposals.length))));
    }

    /// @notice Votes by signature or directly, in turn, and at once a second time the other way.
    function cast(uint256 seed, uint256 proposalSeed, uint8 support) external {
        uint256 id = _proposals[proposalSeed % _proposals.length];
        uint256 index = seed % PEOPLE;
        bool open =
            vm.getBlockTimestamp() > vote.proposalSnapshot(id) && vm.getBlockTimestamp() <= vote.proposalDeadline(id);
        bool signs = votesCast % 2 == 0;
        bool counted = _tries(id, support % 3, index, signs);
        if (counted != (open && !_voted[id][_people[index]])) ++mistakes;
        if (_tries(id, support % 3, index, !signs)) ++mistakes;
        else if (open) ++refusedSecondVotes;
        if (!counted) return;
        _voted[id][_people[index]] = true;
        _voters[id].push(_people[index]);
        ++votesCast;
        if (signs) ++signedVotes;
    }

    function _tries(uint256 id, uint8 support, uint256 index, bool signs) private returns (bool) {
        address voter = _people[index];
        if (signs) {
            bytes memory signed = signature(_keys[index], _digest(vote, id, support, voter, vote.nonces(voter)));
            try vote.castVoteBySig(id, support, voter, signed) {
                return true;
            } catch {
                return false;
            }
        }
        vm.prank(voter);
        try vote.castVote(id, support) {
            return true;
        } catch {
            return false;
        }
    }

    function _person(uint256 seed) private view returns (address) {
        return _people[seed % PEOPLE];
    }
}
