// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ERC20Votes} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Votes.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {OwnableRoles} from "solady/auth/OwnableRoles.sol";

/// @notice What a loyalty token is to be; none of it changes later, save who owns it and who mints.
/// @param name its name
/// @param symbol its symbol
/// @param decimals how many places its unit has
/// @param owner who appoints minters
/// @param minter who mints and, where it stays with its holders, burns; zero for nobody yet
/// @param maxSupply the most that there may be at a time, in the smallest unit
/// @param startsAt seconds since 1970: when epoch 1 begins
/// @param epochLength in seconds; zero for no bound on what an epoch mints
/// @param epochCap the most that is minted for epoch 1; zero where there is no such bound
/// @param halvingEpochs after how many epochs the bound is halved; zero for never
/// @param transferable whether it can be passed on; false for points
/// @param votes whether holders can vote, or let others vote for them
struct LoyaltyTokenConfig {
    string name;
    string symbol;
    uint8 decimals;
    address owner;
    address minter;
    uint256 maxSupply;
    uint64 startsAt;
    uint64 epochLength;
    uint256 epochCap;
    uint64 halvingEpochs;
    bool transferable;
    bool votes;
}

/// @title LoyaltyToken
/// @notice Points as an ERC-20. By default they stay with whom they were given to: nothing is passed on, approved or voted
/// with, and only a minter makes and burns them. What is opted in when it is deployed stays so.
/// @dev Errors by ERC-6093. Where it is transferable, it takes permits (ERC-2612). Where it votes, votes are checkpointed
/// by time (ERC-6372, mode=timestamp), because blocks of a rollup keep no even pace, and count from delegation on.
/// WARNING: a {RewardsDistributor} pays by transfers, so what is not transferable is minted to its holders instead.
contract LoyaltyToken is OwnableRoles, ERC20Permit, ERC20Votes {
    /// @notice The role that may mint and, where the token stays with its holders, burn.
    uint256 public constant ROLE_MINTER = 8;

    /// @notice The most that there may be at a time.
    uint256 public immutable maxSupply;

    /// @notice When epoch 1 begins, in seconds since 1970.
    uint64 public immutable startsAt;

    /// @notice How many seconds an epoch has; zero for no bound on what an epoch mints.
    uint64 public immutable epochLength;

    /// @notice The most that is minted for epoch 1.
    uint256 public immutable epochCap;

    /// @notice After how many epochs the bound is halved; zero for never.
    uint64 public immutable halvingEpochs;

    /// @notice Whether it can be passed on.
    bool public immutable transferable;

    /// @notice Whether it votes.
    bool public immutable votes;

    uint8 private immutable _decimals;

    /// @notice What was minted for an epoch, burnt or not; zero where epochs have no bound.
    mapping(uint64 epoch => uint256 amount) public mintedIn;

    /// @notice For this epoch so much was minted at once.
    event EpochMinted(uint64 indexed epoch, uint256 amount);

    /// @notice The token stays with its holders.
    error NotTransferable();

    /// @notice The token does not vote.
    error NoVotes();

    /// @notice There would be more than there may be.
    error SupplyTooHigh(uint256 max, uint256 given);

    /// @notice More would be minted for the epoch than is left of its bound.
    error EmissionTooHigh(uint64 epoch, uint256 left, uint256 given);

    /// @notice Epochs are numbered from 1, and nothing is minted for one that has not begun.
    error WrongEpoch(uint64 current, uint64 given);

    /// @notice Epochs have a length and a bound, or neither; they are halved only then.
    error WrongSchedule();

    /// @notice There must be as many amounts as accounts, and at least one.
    error WrongBatch(uint256 accounts, uint256 amounts);

    /// @notice An address that must be somebody is zero.
    error ZeroAddress();

    /// @param config what the token is to be
    constructor(LoyaltyTokenConfig memory config) ERC20(config.name, config.symbol) ERC20Permit(config.name) {
        if (config.owner == address(0)) revert ZeroAddress();
        if ((config.epochLength == 0) != (config.epochCap == 0)) revert WrongSchedule();
        if (config.epochLength == 0 && config.halvingEpochs != 0) revert WrongSchedule();
        // Checkpoints of votes have no room for more.
        if (config.votes && config.maxSupply > type(uint208).max) {
            revert SupplyTooHigh(type(uint208).max, config.maxSupply);
        }
        _decimals = config.decimals;
        maxSupply = config.maxSupply;
        startsAt = config.startsAt;
        epochLength = config.epochLength;
        epochCap = config.epochCap;
        halvingEpochs = config.halvingEpochs;
        transferable = config.transferable;
        votes = config.votes;
        _initializeOwner(config.owner);
        if (config.minter != address(0)) _grantRoles(config.minter, ROLE_MINTER);
    }

    /// @notice Mints what accounts earned in an epoch, at most its bound in all. For minters.
    /// @dev An epoch's bound does not lapse, nor can it be used before the epoch begins.
    /// @param epoch from 1 on; where epochs have no bound, whatever the minter counts
    /// @param accounts who earned, none of them zero; one may be named twice
    /// @param amounts how much each
    function mint(uint64 epoch, address[] calldata accounts, uint256[] calldata amounts)
        external
        onlyRoles(ROLE_MINTER)
    {
        if (accounts.length == 0 || accounts.length != amounts.length) {
            revert WrongBatch(accounts.length, amounts.length);
        }
        uint256 sum;
        for (uint256 i; i < amounts.length; ++i) {
            sum += amounts[i];
        }
        if (epochLength != 0) _use(epoch, sum);
        uint256 supply = totalSupply() + sum;
        if (supply > maxSupply) revert SupplyTooHigh(maxSupply, supply);
        emit EpochMinted(epoch, sum);
        for (uint256 i; i < accounts.length; ++i) {
            _mint(accounts[i], amounts[i]);
        }
    }

    /// @notice Burns what an account has: points by a minter, as they are spent or expire; what is transferable by its
    /// holder, or by one whom the holder allowed it.
    /// @param account whose it is
    /// @param amount how much
    function burn(address account, uint256 amount) external {
        if (!transferable) _checkRoles(ROLE_MINTER);
        else if (msg.sender != account) _spendAllowance(account, msg.sender, amount);
        _burn(account, amount);
    }

    /// @notice The epoch that is running; zero before the first, and where epochs have no bound.
    function currentEpoch() public view returns (uint64) {
        if (epochLength == 0 || block.timestamp < startsAt) return 0;
        return uint64((block.timestamp - startsAt) / epochLength) + 1;
    }

    /// @notice The most that is minted for an epoch; where epochs have no bound, the largest number.
    /// @param epoch from 1 on
    function capOf(uint64 epoch) public view returns (uint256) {
        if (epochLength == 0) return type(uint256).max;
        if (epoch == 0) return 0;
        return halvingEpochs == 0 ? epochCap : epochCap >> ((epoch - 1) / halvingEpochs);
    }

    /// @notice How many places the unit has.
    function decimals() public view override returns (uint8) {
        return _decimals;
    }

    /// @notice The time that votes are checkpointed by (ERC-6372).
    function clock() public view override returns (uint48) {
        return uint48(block.timestamp);
    }

    /// @notice What {clock} counts (ERC-6372).
    // forge-lint: disable-next-line(mixed-case-function)
    function CLOCK_MODE() public pure override returns (string memory) {
        return "mode=timestamp";
    }

    /// @notice The number that the account's next permit, or delegation by signature, must have.
    /// @param owner whose signature it is
    function nonces(address owner) public view override(ERC20Permit, Nonces) returns (uint256) {
        return super.nonces(owner);
    }

    function _use(uint64 epoch, uint256 amount) private {
        uint64 current = currentEpoch();
        if (epoch == 0 || epoch > current) revert WrongEpoch(current, epoch);
        uint256 minted = mintedIn[epoch];
        uint256 left = capOf(epoch) - minted;
        if (amount > left) revert EmissionTooHigh(epoch, left, amount);
        mintedIn[epoch] = minted + amount;
    }

    function _update(address from, address to, uint256 amount) internal override(ERC20, ERC20Votes) {
        if (!transferable && from != address(0) && to != address(0)) revert NotTransferable();
        if (votes) super._update(from, to, amount);
        else ERC20._update(from, to, amount);
    }

    /// @dev Where nothing can be passed on, nobody can be allowed to do so.
    function _approve(address owner, address spender, uint256 amount, bool emitEvent) internal override {
        if (!transferable) revert NotTransferable();
        super._approve(owner, spender, amount, emitEvent);
    }

    function _delegate(address account, address delegatee) internal override {
        if (!votes) revert NoVotes();
        super._delegate(account, delegatee);
    }
}
