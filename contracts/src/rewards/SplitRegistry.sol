// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Share, SplitMath} from "./SplitMath.sol";

/// @title SplitRegistry
/// @notice Where revenue splits are fixed before the sale: a split is named by the hash of its shares and never changes.
/// What changes is which split a line uses, and that is announced ahead.
/// @dev Of a split only its existence is stored, one slot; whoever pays under it presents the shares and compares their hash.
contract SplitRegistry {
    /// @notice What a line uses from a moment on.
    /// @param splitId a split of this registry
    /// @param activeFrom the first second in which it counts
    struct Change {
        bytes32 splitId;
        uint64 activeFrom;
    }

    /// @dev The first change is the opening; only the last may be still to come.
    struct Line {
        address owner;
        uint32 delay;
        Change[] changes;
    }

    /// @notice The most recipients of one split, so that every release fits into a block.
    uint256 public constant MAX_RECIPIENTS = SplitMath.MAX_RECIPIENTS;

    /// @notice Whether the split was created here, which also says that its shares are valid.
    mapping(bytes32 splitId => bool) public exists;

    mapping(bytes32 line => Line) private _lines;

    /// @notice The split `splitId` exists from now on.
    event SplitCreated(bytes32 indexed splitId, Share[] shares);

    /// @notice The line uses `splitId` from now on, and changes no sooner than `delay` seconds after they are announced.
    event LineOpened(bytes32 indexed line, address indexed owner, bytes32 indexed splitId, uint32 delay);

    /// @notice The line will use `splitId` from second `activeFrom` on, unless it is withdrawn before.
    event ChangeAnnounced(bytes32 indexed line, bytes32 indexed splitId, uint64 activeFrom);

    /// @notice The announced change will not come.
    event ChangeWithdrawn(bytes32 indexed line, bytes32 indexed splitId);

    /// @notice The split is not in the registry.
    error UnknownSplit(bytes32 splitId);

    /// @notice There is no such line.
    error UnknownLine(bytes32 line);

    /// @notice The caller opened a line with this salt before.
    error LineExists(bytes32 line);

    /// @notice A change never counts in the second in which it is announced.
    error ZeroDelay();

    /// @notice Only the line's owner changes it.
    error NotLineOwner(address owner);

    /// @notice The change may count from second `earliest` on.
    error TooEarly(uint64 earliest, uint64 given);

    /// @notice A change is announced already, for second `activeFrom`; withdraw it first.
    error ChangePending(uint64 activeFrom);

    /// @notice No change is announced that has not come.
    error NothingAnnounced();

    /// @notice Creates a split, or does nothing where it exists; anyone may.
    /// @dev WARNING: for good. There is no change and no removal; another division is another split. The order of the
    /// shares is part of the split: it decides who gets the odd unit.
    /// @param shares 1 to 50 distinct recipients whose basis points add up to 10,000
    /// @return splitId keccak256(abi.encode(shares))
    function create(Share[] calldata shares) external returns (bytes32 splitId) {
        splitId = SplitMath.idOf(shares);
        if (exists[splitId]) return splitId;

        SplitMath.validate(shares);
        exists[splitId] = true;
        emit SplitCreated(splitId, shares);
    }

    /// @notice Opens a line of the caller's, which uses a split from now on.
    /// @dev WARNING: the delay is for good, and so is the owner: there is no handing over. Let a line that outlives a key be
    /// owned by a contract.
    /// @param splitId a split of this registry
    /// @param delay the least number of seconds between the announcement of a change and its first second, at least 1
    /// @param salt the caller's own name for the line
    /// @return line keccak256(abi.encode(caller, salt))
    function open(bytes32 splitId, uint32 delay, bytes32 salt) external returns (bytes32 line) {
        if (delay == 0) revert ZeroDelay();
        if (!exists[splitId]) revert UnknownSplit(splitId);
        line = keccak256(abi.encode(msg.sender, salt));
        Line storage opened = _lines[line];
        if (opened.owner != address(0)) revert LineExists(line);

        opened.owner = msg.sender;
        opened.delay = delay;
        opened.changes.push(Change(splitId, uint64(block.timestamp)));
        emit LineOpened(line, msg.sender, splitId, delay);
    }

    /// @notice Announces that a line will use another split; for its owner.
    /// @dev WARNING: sales that name a split keep it. The change is for sales that are made under the line afterwards.
    /// @param line which
    /// @param splitId a split of this registry
    /// @param activeFrom seconds since 1970, after the delay; zero for as soon as can be
    function announce(bytes32 line, bytes32 splitId, uint64 activeFrom) external {
        Line storage changed = _owned(line);
        if (!exists[splitId]) revert UnknownSplit(splitId);
        Change storage last = changed.changes[changed.changes.length - 1];
        if (last.activeFrom > block.timestamp) revert ChangePending(last.activeFrom);
        uint64 earliest = uint64(block.timestamp) + changed.delay;
        if (activeFrom == 0) activeFrom = earliest;
        if (activeFrom < earliest) revert TooEarly(earliest, activeFrom);

        changed.changes.push(Change(splitId, activeFrom));
        emit ChangeAnnounced(line, splitId, activeFrom);
    }

    /// @notice Takes back a change that has not come; for the line's owner.
    /// @param line which
    function withdraw(bytes32 line) external {
        Line storage changed = _owned(line);
        Change memory last = changed.changes[changed.changes.length - 1];
        if (last.activeFrom <= block.timestamp) revert NothingAnnounced();

        changed.changes.pop();
        emit ChangeWithdrawn(line, last.splitId);
    }

    /// @notice The split that a line uses now.
    function splitOf(bytes32 line) external view returns (bytes32) {
        return splitAt(line, uint64(block.timestamp));
    }

    /// @notice The split that a line used in a second; zero where it was not open yet.
    /// @dev WARNING: of a second to come it says what is announced, which may still be withdrawn or followed by more. Of one
    /// that has come the answer never changes.
    /// @param line which
    /// @param time seconds since 1970
    function splitAt(bytes32 line, uint64 time) public view returns (bytes32) {
        Change[] storage changes = _known(line).changes;
        // From the newest, which is mostly the one.
        for (uint256 i = changes.length; i != 0; --i) {
            if (changes[i - 1].activeFrom <= time) return changes[i - 1].splitId;
        }
        return bytes32(0);
    }

    /// @notice Who may change a line, how long ahead, and what is announced.
    /// @param line which
    /// @return owner who opened it
    /// @return delay the least number of seconds between an announcement and its first second
    /// @return announced the split that is still to come; zero where none is
    /// @return activeFrom its first second; zero where none is
    function lineOf(bytes32 line)
        external
        view
        returns (address owner, uint32 delay, bytes32 announced, uint64 activeFrom)
    {
        Line storage known = _known(line);
        (owner, delay) = (known.owner, known.delay);
        Change storage last = known.changes[known.changes.length - 1];
        if (last.activeFrom > block.timestamp) (announced, activeFrom) = (last.splitId, last.activeFrom);
    }

    /// @notice What each of these shares gets of an amount, as it is paid: the parts add up to the amount.
    /// @param shares as {create} takes them
    /// @param amount in the smallest unit
    /// @return parts one for each share
    function partsOf(Share[] calldata shares, uint256 amount) external pure returns (uint256[] memory parts) {
        SplitMath.validate(shares);
        parts = new uint256[](shares.length);
        uint256 bps;
        uint256 paid;
        for (uint256 i; i < shares.length; ++i) {
            bps += shares[i].bps;
            uint256 upTo = SplitMath.upTo(amount, bps);
            parts[i] = upTo - paid;
            paid = upTo;
        }
    }

    function _known(bytes32 line) private view returns (Line storage known) {
        known = _lines[line];
        if (known.owner == address(0)) revert UnknownLine(line);
    }

    function _owned(bytes32 line) private view returns (Line storage owned) {
        owned = _known(line);
        if (msg.sender != owned.owner) revert NotLineOwner(owned.owner);
    }
}
