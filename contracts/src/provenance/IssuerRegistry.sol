// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";

/// @title IssuerRegistry
/// @notice Whom an authority, the owner, authorises to say what about goods, and from when to when.
/// @dev A scope is what is said: as in a leaf of the log, the SHA-256 of a business step's URI, zero for events without one.
/// What was valid stays valid: a revocation works from the next second on at the earliest. Only a key that fell into other hands is cut
/// off from an earlier moment on, in all scopes and for good; what was anchored before that moment stands.
contract IssuerRegistry is Ownable2Step {
    /// @dev From the first second to the one before the last.
    struct Period {
        uint64 from;
        uint64 until;
    }

    uint64 private constant OPEN = type(uint64).max;

    /// @dev In the order of time, without overlap.
    mapping(address issuer => mapping(bytes32 scope => Period[])) private _periods;

    /// @notice The second from which on nothing of the issuer's key counts; zero while the key is good.
    mapping(address issuer => uint64) public compromisedSince;

    /// @notice `issuer` is authorised for `scope` from second `from` on.
    event IssuerAuthorised(address indexed issuer, bytes32 indexed scope, uint64 from);

    /// @notice `issuer` is no longer authorised for `scope` from second `from` on.
    event IssuerRevoked(address indexed issuer, bytes32 indexed scope, uint64 from);

    /// @notice The key of `issuer` is in other hands; nothing of it counts that was not anchored before second `since`.
    event KeyCompromised(address indexed issuer, uint64 since);

    /// @notice The zero address issues nothing.
    error ZeroIssuer();

    /// @notice The issuer is authorised for this scope, up to `until`; a new period begins then or later.
    error PeriodOverlaps(uint64 until);

    /// @notice The issuer is not authorised for this scope at that moment, so there is nothing to revoke.
    error NotAuthorised(address issuer, bytes32 scope);

    /// @notice A revocation may not reach back: not before the `earliest`, which is the next second.
    error RevocationInThePast(uint64 earliest, uint64 given);

    /// @notice The issuer's key is known to be compromised since an earlier moment, or the same.
    error AlreadyCompromised(uint64 since);

    /// @notice The moment must be from 1 to now.
    error InvalidMoment(uint64 given);

    /// @param authority who authorises and revokes
    constructor(address authority) Ownable(authority) {}

    /// @notice Authorises an issuer for a scope from a moment on, until it is revoked.
    /// @dev WARNING: the moment may lie in the past, for accreditations that are older than this registry; then what was not
    /// valid becomes so. It never reaches into an earlier period.
    /// @param issuer whose signatures count
    /// @param scope for what
    /// @param from seconds since 1970
    function authorise(address issuer, bytes32 scope, uint64 from) external onlyOwner {
        if (issuer == address(0)) revert ZeroIssuer();
        if (from == OPEN) revert InvalidMoment(from);
        if (compromisedSince[issuer] != 0) revert AlreadyCompromised(compromisedSince[issuer]);
        Period[] storage periods = _periods[issuer][scope];
        uint256 count = periods.length;
        if (count != 0 && from < periods[count - 1].until) revert PeriodOverlaps(periods[count - 1].until);
        periods.push(Period(from, OPEN));
        emit IssuerAuthorised(issuer, scope, from);
    }

    /// @notice Ends an issuer's authorisation for a scope, now or later: the period that is running, and those that were to come.
    /// @dev WARNING: events carry the time that their issuer says. One that would date them back must be reported by
    /// {reportCompromise} instead.
    /// @param issuer whose signatures no longer count
    /// @param scope for what
    /// @param from seconds since 1970, after the block's time; zero for as soon as can be
    function revoke(address issuer, bytes32 scope, uint64 from) external onlyOwner {
        // Whoever asked in this very second was told what must stay true.
        uint64 earliest = uint64(block.timestamp) + 1;
        if (from == 0) from = earliest;
        if (from < earliest) revert RevocationInThePast(earliest, from);
        Period[] storage periods = _periods[issuer][scope];
        uint256 count = periods.length;
        if (count == 0 || from >= periods[count - 1].until) revert NotAuthorised(issuer, scope);
        // Those that have not begun by then never do, and are in nobody's way.
        while (count != 0 && periods[count - 1].from >= from) {
            periods.pop();
            --count;
        }
        if (count != 0 && from < periods[count - 1].until) periods[count - 1].until = from;
        emit IssuerRevoked(issuer, scope, from);
    }

    /// @notice Says that an issuer's key is in other hands since a moment, which may only ever be moved back.
    /// @dev WARNING: cannot be undone. An issuer goes on with a new key.
    /// @param issuer whose key it is
    /// @param since seconds since 1970, the block's time or earlier
    function reportCompromise(address issuer, uint64 since) external onlyOwner {
        if (since == 0 || since > block.timestamp) revert InvalidMoment(since);
        uint64 known = compromisedSince[issuer];
        if (known != 0 && since >= known) revert AlreadyCompromised(known);
        compromisedSince[issuer] = since;
        emit KeyCompromised(issuer, since);
    }

    /// @notice Whether an issuer was authorised for a scope at a moment, by all that is known now.
    /// @param issuer whose signature it is
    /// @param scope for what
    /// @param time seconds since 1970
    function isAuthorised(address issuer, bytes32 scope, uint64 time) external view returns (bool) {
        return isAuthorised(issuer, scope, time, time);
    }

    /// @notice Whether an issuer was authorised for what happened at `time` and was anchored at `anchoredAt`.
    /// @dev The time is what the issuer says, the anchor is what nobody can date back: so a compromise counts against the
    /// anchor. WARNING: asks for no order of the two.
    /// @param issuer whose signature it is
    /// @param scope for what
    /// @param time seconds since 1970
    /// @param anchoredAt seconds since 1970
    function isAuthorised(address issuer, bytes32 scope, uint64 time, uint64 anchoredAt) public view returns (bool) {
        uint64 since = compromisedSince[issuer];
        if (since != 0 && anchoredAt >= since) return false;
        Period[] storage periods = _periods[issuer][scope];
        // From the newest, which is mostly the one.
        for (uint256 i = periods.length; i != 0; --i) {
            Period memory period = periods[i - 1];
            if (time >= period.from) return time < period.until;
        }
        return false;
    }
}
