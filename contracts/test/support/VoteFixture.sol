// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LoyaltyToken, LoyaltyTokenConfig} from "../../src/rewards/LoyaltyToken.sol";
import {ProductVote, ProductVoteConfig} from "../../src/rewards/ProductVote.sol";
import {Cheats} from "./Test.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";

/// @notice A token that votes, a vote over it, and proposals that say nothing but a number.
abstract contract VoteFixture is Cheats {
    uint64 internal constant NOW = 1_800_000_000;
    uint48 internal constant DELAY = 1 days;
    uint32 internal constant PERIOD = 7 days;
    uint48 internal constant EXTENSION = 2 days;
    uint256 internal constant LOCK = 3 days;
    uint256 internal constant THRESHOLD = 10;
    uint256 internal constant QUORUM = 20;

    uint8 internal constant AGAINST = 0;
    uint8 internal constant FOR = 1;
    uint8 internal constant ABSTAIN = 2;

    bytes32 internal constant BALLOT =
        keccak256("Ballot(uint256 proposalId,uint8 support,address voter,uint256 nonce)");

    address internal minter = makeAddr("minter");
    LoyaltyToken internal token = _token();
    ProductVote internal vote = _vote(_config());
    TimelockController internal lock = TimelockController(payable(vote.timelock()));

    function _token() internal returns (LoyaltyToken) {
        LoyaltyTokenConfig memory config = LoyaltyTokenConfig({
            name: "Tea",
            symbol: "TEA",
            decimals: 0,
            owner: minter,
            minter: minter,
            maxSupply: 1e30,
            startsAt: 0,
            epochLength: 0,
            epochCap: 0,
            halvingEpochs: 0,
            transferable: true,
            votes: true
        });
        return LoyaltyToken(deployed("LoyaltyToken.sol:LoyaltyToken", abi.encode(config)));
    }

    function _config() internal view returns (ProductVoteConfig memory) {
        return ProductVoteConfig({
            name: "Tea Club",
            token: IVotes(address(token)),
            votingDelay: DELAY,
            votingPeriod: PERIOD,
            voteExtension: EXTENSION,
            proposalThreshold: THRESHOLD,
            quorumPercent: QUORUM,
            timelockDelay: LOCK
        });
    }

    function _vote(ProductVoteConfig memory config) internal returns (ProductVote) {
        return ProductVote(payable(deployed("ProductVote.sol:ProductVote", abi.encode(config))));
    }

    function _mint(address account, uint256 amount) internal {
        address[] memory accounts = new address[](1);
        uint256[] memory amounts = new uint256[](1);
        (accounts[0], amounts[0]) = (account, amount);
        vm.prank(minter);
        token.mint(1, accounts, amounts);
    }

    /// @dev Gives an account votes of its own.
    function _enrol(address account, uint256 amount) internal {
        _mint(account, amount);
        vm.prank(account);
        token.delegate(account);
    }

    struct Call {
        address[] targets;
        uint256[] values;
        bytes[] calldatas;
        string description;
    }

    function _call(address target, bytes memory data, string memory description)
        internal
        pure
        returns (Call memory call)
    {
        call.targets = new address[](1);
        call.values = new uint256[](1);
        call.calldatas = new bytes[](1);
        (call.targets[0], call.calldatas[0], call.description) = (target, data, description);
    }

    function _propose(address proposer, Call memory call) internal returns (uint256) {
        vm.prank(proposer);
        return vote.propose(call.targets, call.values, call.calldatas, call.description);
    }

    function _queue(Call memory call) internal {
        vote.queue(call.targets, call.values, call.calldatas, keccak256(bytes(call.description)));
    }

    function _execute(Call memory call) internal {
        vote.execute(call.targets, call.values, call.calldatas, keccak256(bytes(call.description)));
    }

    function _cast(address voter, uint256 id, uint8 support) internal {
        vm.prank(voter);
        vote.castVote(id, support);
    }

    function _pass(uint256 time) internal {
        vm.warp(vm.getBlockTimestamp() + time);
    }

    /// @dev The first second in which is voted.
    function _open(uint256 id) internal {
        vm.warp(vote.proposalSnapshot(id) + 1);
    }

    /// @dev The first second in which no more is voted.
    function _close(uint256 id) internal {
        vm.warp(vote.proposalDeadline(id) + 1);
    }

    function _digest(ProductVote target, uint256 id, uint8 support, address voter, uint256 nonce)
        internal
        view
        returns (bytes32)
    {
        (, string memory name, string memory version, uint256 chainId, address verifier,,) = target.eip712Domain();
        bytes32 separator = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256(bytes(name)),
                keccak256(bytes(version)),
                chainId,
                verifier
            )
        );
        return
            keccak256(abi.encodePacked(hex"1901", separator, keccak256(abi.encode(BALLOT, id, support, voter, nonce))));
    }

    function _state(uint256 id) internal view returns (uint256) {
        return uint256(vote.state(id));
    }

    function _is(IGovernor.ProposalState state) internal pure returns (uint256) {
        return uint256(state);
    }
}
