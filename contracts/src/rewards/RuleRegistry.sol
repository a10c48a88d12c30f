// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";

/// @notice Rules by which is scored, as of a moment.
/// @param rulesHash the hash of the rules' document
/// @param activeFrom the first second in which they count
/// @param withdrawn whether they were taken back before that second
struct RuleSet {
    bytes32 rulesHash;
    uint64 activeFrom;
    bool withdrawn;
}

/// @title RuleRegistry
/// @notice Where rules are announced by their hash before they count, so that whoever earns by them can read them first.
/// @dev Versions are numbered from 1, and each counts until the next one does. What was announced may be withdrawn until
/// it counts; from then on it stays, and what {activeAt} says of a moment that has come never changes.
contract RuleRegistry is Ownable2Step {
    /// @notice The least number of seconds between an announcement and the moment from which the rules count.
    uint64 public immutable delay;

    RuleSet[] private _versions;

    /// @notice The rules of `version` count from second `activeFrom` on, unless they are withdrawn before.
    event RulesAnnounced(uint256 indexed version, bytes32 indexed rulesHash, uint64 activeFrom);

    /// @notice The rules of `version` will not count.
    event RulesWithdrawn(uint256 indexed version, bytes32 indexed rulesHash);

    /// @notice Rules never count in the second in which they are announced.
    error ZeroDelay();

    /// @notice The zero hash is of no rules.
    error ZeroRules();

    /// @notice The rules may count from second `earliest` on: after the delay, and after the version before.
    error TooEarly(uint64 earliest, uint64 given);

    /// @notice There are `versions` versions, from 1 on.
    error NoSuchVersion(uint256 given, uint256 versions);

    /// @notice The version was withdrawn before.
    error AlreadyWithdrawn(uint256 version);

    /// @notice The version has counted since second `activeFrom`, so it stays.
    error AlreadyActive(uint256 version, uint64 activeFrom);

    /// @param publisher who announces and withdraws
    /// @param delay_ seconds, at least 1
    constructor(address publisher, uint64 delay_) Ownable(publisher) {
        if (delay_ == 0) revert ZeroDelay();
        delay = delay_;
    }

    /// @notice Announces rules, which may be earlier ones again.
    /// @dev WARNING: only the hash is kept here; publish the document where everybody can read it.
    /// @param rulesHash the hash of the rules' document
    /// @param activeFrom seconds since 1970, after the delay and after the last version's; zero for as soon as can be
    /// @return version the number of these rules
    function announce(bytes32 rulesHash, uint64 activeFrom) external onlyOwner returns (uint256 version) {
        if (rulesHash == bytes32(0)) revert ZeroRules();
        uint64 earliest = _earliest();
        if (activeFrom == 0) activeFrom = earliest;
        if (activeFrom < earliest) revert TooEarly(earliest, activeFrom);
        _versions.push(RuleSet(rulesHash, activeFrom, false));
        version = _versions.length;
        emit RulesAnnounced(version, rulesHash, activeFrom);
    }

    /// @notice Takes back rules that do not count yet; those before them go on.
    /// @param version their number
    function withdraw(uint256 version) external onlyOwner {
        RuleSet storage rules = _at(version);
        if (rules.withdrawn) revert AlreadyWithdrawn(version);
        if (block.timestamp >= rules.activeFrom) revert AlreadyActive(version, rules.activeFrom);
        rules.withdrawn = true;
        emit RulesWithdrawn(version, rules.rulesHash);
    }

    /// @notice The rules that count in a second; the version is zero when there are none.
    /// @dev WARNING: of a second to come it says what is announced, which may still be withdrawn or followed by more.
    /// @param time seconds since 1970
    function activeAt(uint64 time) external view returns (uint256 version, bytes32 rulesHash) {
        // From the newest, which is mostly the one.
        for (version = _versions.length; version != 0; --version) {
            RuleSet storage rules = _versions[version - 1];
            if (!rules.withdrawn && rules.activeFrom <= time) return (version, rules.rulesHash);
        }
    }

    /// @notice How many versions were ever announced, those withdrawn included.
    function versions() external view returns (uint256) {
        return _versions.length;
    }

    /// @notice What was announced under a number.
    /// @param version from 1 on
    function rulesOf(uint256 version) external view returns (RuleSet memory) {
        return _at(version);
    }

    function _at(uint256 version) private view returns (RuleSet storage) {
        if (version == 0 || version > _versions.length) revert NoSuchVersion(version, _versions.length);
        return _versions[version - 1];
    }

    /// @dev The next version's first second: each that stands begins after the one before.
    function _earliest() private view returns (uint64 earliest) {
        earliest = uint64(block.timestamp) + delay;
        for (uint256 i = _versions.length; i != 0; --i) {
            RuleSet storage rules = _versions[i - 1];
            if (rules.withdrawn) continue;
            return rules.activeFrom < earliest ? earliest : rules.activeFrom + 1;
        }
    }
}
