// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC721} from "@openzeppelin/contracts/interfaces/IERC721.sol";
import {IERC721Receiver} from "@openzeppelin/contracts/interfaces/IERC721Receiver.sol";
import {OwnableRoles} from "solady/auth/OwnableRoles.sol";
import {LibBitmap} from "solady/utils/LibBitmap.sol";

/// @dev What a collection has whose tokens this desk burns.
interface IBurnable {
    function burn(uint256 tokenId) external;
}

/// @dev ERC-5192.
interface ILockable {
    function locked(uint256 tokenId) external view returns (bool);
}

/// @title RedemptionDesk
/// @notice Where holders hand in tokens for what they promise: a parcel, a seat, a tasting. The desk keeps the token until the merchant has
/// fulfilled the perk or the time is up, and then burns it or gives it back.
/// @dev A desk belongs to one merchant. A perk is a promise that a collection makes with each of its tokens, and each token's perk is
/// fulfilled once at the most: {Request} of collection, token and perk stays `Fulfilled` for good. That is one slot, and all that there is.
/// Nothing of where a parcel goes is on the chain: a request carries a commitment, the salted hash of what the holder sent to the merchant.
/// Whoever made a request gets the token back, whatever the merchant does: a request ends by itself when it is not accepted, or not
/// fulfilled, in time, and anyone may end it then.
contract RedemptionDesk is OwnableRoles, IERC721Receiver {
    using LibBitmap for LibBitmap.Bitmap;

    /// @notice What becomes of a token whose perk is fulfilled; `None` where a collection has no such perk.
    enum Mode {
        None,
        /// It goes back to its holder.
        Keep,
        /// It is burnt, by the collection's burn(uint256).
        Burn,
        /// It goes where the owner said, of a collection that cannot burn.
        Sink,
        /// It never left its holder, being soulbound.
        InPlace
    }

    /// @notice Where a request is.
    enum State {
        None,
        Requested,
        Accepted,
        Released,
        Fulfilled
    }

    /// @notice A perk of a collection.
    /// @param mode what becomes of the token
    /// @param acceptWithin in how many seconds of a request it must be accepted, or anyone may end it
    /// @param fulfilWithin in how many seconds of that it must be fulfilled, or anyone may end it
    /// @param sink where tokens go by the mode {Mode-Sink}; otherwise zero
    struct Rule {
        Mode mode;
        uint24 acceptWithin;
        uint24 fulfilWithin;
        address sink;
    }

    /// @notice A holder's request of a token's perk, in one slot.
    /// @param holder who made it last
    /// @param deadline the last second in which it may be accepted, or then fulfilled
    /// @param fulfilWithin the rule's when the request was made
    /// @param attempt how many requests there have been of this perk of this token
    /// @param state where it is
    /// @param mode the rule's when the request was made
    struct Request {
        address holder;
        uint40 deadline;
        uint24 fulfilWithin;
        uint16 attempt;
        State state;
        Mode mode;
    }

    /// @notice May accept, decline and fulfil requests.
    uint256 public constant ROLE_FULFILLER = 16;

    mapping(address collection => mapping(bytes32 perk => Rule)) private _rules;
    mapping(address collection => mapping(uint256 tokenId => mapping(bytes32 perk => Request))) private _requests;

    /// @dev Which tokens the desk holds for a request; another that it has was sent by mistake.
    mapping(address collection => LibBitmap.Bitmap) private _inCustody;

    /// @notice The collection has this perk from now on.
    event PerkSet(
        address indexed collection,
        bytes32 indexed perk,
        Mode mode,
        uint24 acceptWithin,
        uint24 fulfilWithin,
        address sink
    );

    /// @notice The collection's perk can be requested no more.
    event PerkRemoved(address indexed collection, bytes32 indexed perk);

    /// @notice `holder` asks for a perk.
    /// @param attempt tells this request of the perk from those before
    /// @param acceptUntil the last second in which it may be accepted
    /// @param commitment the salted hash of what the holder sent to the merchant
    event Requested(
        address indexed collection,
        uint256 indexed tokenId,
        bytes32 indexed perk,
        uint16 attempt,
        address holder,
        Mode mode,
        uint40 acceptUntil,
        bytes32 commitment
    );

    /// @notice The merchant will fulfil the request, by `fulfilUntil` at the latest.
    event Accepted(
        address indexed collection,
        uint256 indexed tokenId,
        bytes32 indexed perk,
        uint16 attempt,
        address holder,
        uint40 fulfilUntil
    );

    /// @notice The request is over, and the token is its holder's again.
    /// @param by who ended it: the holder, the merchant, or anyone once the time was up
    event Released(
        address indexed collection,
        uint256 indexed tokenId,
        bytes32 indexed perk,
        uint16 attempt,
        address holder,
        address by
    );

    /// @notice The perk was fulfilled, once and for all.
    /// @param evidence the hash of what proves it to the merchant: a waybill, a signed receipt
    event Fulfilled(
        address indexed collection,
        uint256 indexed tokenId,
        bytes32 indexed perk,
        uint16 attempt,
        address holder,
        bytes32 evidence
    );

    /// @notice A token that nobody requested anything for was sent on.
    event Recovered(address indexed collection, uint256 indexed tokenId, address indexed to);

    /// @notice The collection has no such perk here.
    error NoSuchPerk(address collection, bytes32 perk);

    /// @notice The perk is requested the other way: {useInPlace} for tokens that stay, {open} for those that move.
    error WrongMode(Mode mode);

    /// @notice A rule needs a mode, times of a second or more, and a sink exactly where tokens go to one.
    error WrongRule();

    /// @notice The request is not where this can be done.
    error WrongState(State state);

    /// @notice Another request than the one that was meant has taken its place.
    error WrongAttempt(uint16 given, uint16 current);

    /// @notice The time for it ended with `deadline`.
    error TooLate(uint40 deadline);

    /// @notice The time is not up, and the caller is neither the holder of a request that waits nor the merchant.
    error TooEarly(uint40 deadline);

    /// @notice The caller, or who made the request, does not hold the token.
    error NotTheHolder(address account);

    /// @notice The collection did not give the token to this desk.
    error TokenNotReceived(address collection, uint256 tokenId);

    /// @notice The collection did not take the token from this desk.
    error TokenNotGone(address collection, uint256 tokenId);

    /// @notice The desk holds the token for a request.
    error TokenInCustody(address collection, uint256 tokenId);

    /// @notice The token can be moved, so its perk must not be used in place.
    error TokenNotLocked(address collection, uint256 tokenId);

    /// @notice What comes with a token is the perk and the commitment: 64 bytes.
    error WrongData(uint256 length);

    /// @notice An address that must be somebody is zero.
    error ZeroAddress();

    /// @param owner the merchant, who says which perks there are
    /// @param fulfiller who accepts and fulfils beside the owner, or zero for nobody
    constructor(address owner, address fulfiller) {
        if (owner == address(0)) revert ZeroAddress();
        _initializeOwner(owner);
        if (fulfiller != address(0)) _grantRoles(fulfiller, ROLE_FULFILLER);
    }

    // Holders.

    /// @notice Hands in a token of the caller's, which must have approved this desk for it.
    /// @dev Sending the token with `safeTransferFrom` and `abi.encode(perk, commitment)` does the same in one transaction.
    /// WARNING: a token that comes by plain `transferFrom` makes no request; the owner alone can send it back ({recover}).
    /// @param commitment the salted hash of what the holder sends to the merchant; never an address or a name in the clear
    function open(address collection, uint256 tokenId, bytes32 perk, bytes32 commitment) external {
        _request(collection, tokenId, perk, commitment, msg.sender);
        IERC721(collection).transferFrom(msg.sender, address(this), tokenId);
        _requireReceived(collection, tokenId);
    }

    /// @notice Takes in a token that its holder, or whom the holder allowed, sent here with `abi.encode(perk, commitment)`.
    /// @dev The token goes back to the holder, not to who sent it.
    function onERC721Received(address, address from, uint256 tokenId, bytes calldata data) external returns (bytes4) {
        if (data.length != 64) revert WrongData(data.length);
        if (from == address(0)) revert ZeroAddress();
        (bytes32 perk, bytes32 commitment) = abi.decode(data, (bytes32, bytes32));
        _request(msg.sender, tokenId, perk, commitment, from);
        _requireReceived(msg.sender, tokenId);
        return this.onERC721Received.selector;
    }

    /// @notice Requests a perk of a soulbound token of the caller's, which stays where it is.
    /// @dev The holder is looked up again when the perk is fulfilled.
    /// WARNING: the holder can burn the token meanwhile. Fulfil first, then hand over what was promised.
    /// @param commitment as for {open}
    function useInPlace(address collection, uint256 tokenId, bytes32 perk, bytes32 commitment) external {
        Rule memory rule = _requireRule(collection, perk);
        if (rule.mode != Mode.InPlace) revert WrongMode(rule.mode);
        if (IERC721(collection).ownerOf(tokenId) != msg.sender) revert NotTheHolder(msg.sender);
        if (!ILockable(collection).locked(tokenId)) revert TokenNotLocked(collection, tokenId);
        _begin(collection, tokenId, perk, commitment, msg.sender, rule);
    }

    /// @notice Ends a request and gives the token back to who made it.
    /// @dev While it waits, the holder may; the merchant may also when it is accepted; anyone may from the second after the deadline on.
    /// The holder is not asked (`onERC721Received`), so that a contract that refuses cannot block it.
    function release(address collection, uint256 tokenId, bytes32 perk) external {
        Request memory request = _requests[collection][tokenId][perk];
        bool waits = request.state == State.Requested;
        if (!waits && request.state != State.Accepted) revert WrongState(request.state);
        bool may = (waits && msg.sender == request.holder) || block.timestamp > request.deadline || _isMerchant();
        if (!may) revert TooEarly(request.deadline);
        _requests[collection][tokenId][perk].state = State.Released;
        emit Released(collection, tokenId, perk, request.attempt, request.holder, msg.sender);
        if (request.mode != Mode.InPlace) _giveBack(collection, tokenId, request.holder);
    }

    // The merchant.

    /// @notice Promises to fulfil a request in time.
    /// @param attempt of the request that is meant, so that none is accepted that took its place
    function accept(address collection, uint256 tokenId, bytes32 perk, uint16 attempt)
        external
        onlyRolesOrOwner(ROLE_FULFILLER)
    {
        Request memory request = _requireTimely(collection, tokenId, perk, attempt, State.Requested);
        request.deadline = uint40(block.timestamp + request.fulfilWithin);
        request.state = State.Accepted;
        _requests[collection][tokenId][perk] = request;
        emit Accepted(collection, tokenId, perk, attempt, request.holder, request.deadline);
    }

    /// @notice Says that an accepted request is fulfilled, which burns the token, or gives it back, or leaves it where it is.
    /// @dev WARNING: refused from the second after the deadline on, also where the parcel has long arrived. Give rules enough time.
    /// @param attempt as for {accept}
    /// @param evidence the hash of what proves it; no personal data
    function fulfil(address collection, uint256 tokenId, bytes32 perk, uint16 attempt, bytes32 evidence)
        external
        onlyRolesOrOwner(ROLE_FULFILLER)
    {
        Request memory request = _requireTimely(collection, tokenId, perk, attempt, State.Accepted);
        _requests[collection][tokenId][perk].state = State.Fulfilled;
        emit Fulfilled(collection, tokenId, perk, attempt, request.holder, evidence);
        if (request.mode == Mode.Keep) {
            _giveBack(collection, tokenId, request.holder);
        } else if (request.mode == Mode.Burn) {
            _inCustody[collection].unset(tokenId);
            IBurnable(collection).burn(tokenId);
            _requireGone(collection, tokenId);
        } else if (request.mode == Mode.Sink) {
            address sink = _rules[collection][perk].sink;
            if (sink == address(0)) revert NoSuchPerk(collection, perk);
            _giveBack(collection, tokenId, sink);
        } else if (IERC721(collection).ownerOf(tokenId) != request.holder) {
            revert NotTheHolder(request.holder);
        }
    }

    /// @notice Lets the tokens of a collection be handed in for a perk, from now on and by this rule.
    /// @dev Requests that were made keep the mode and the times of their own rule.
    /// WARNING: the desk calls the collection. List only those whose code you trust to be an ERC-721.
    function setPerk(address collection, bytes32 perk, Rule calldata rule) external onlyOwner {
        bool timely = rule.acceptWithin != 0 && rule.fulfilWithin != 0;
        bool sinks = rule.mode == Mode.Sink;
        bool sinkFits = sinks == (rule.sink != address(0)) && rule.sink != address(this);
        if (rule.mode == Mode.None || !timely || !sinkFits) revert WrongRule();
        _rules[collection][perk] = rule;
        emit PerkSet(collection, perk, rule.mode, rule.acceptWithin, rule.fulfilWithin, rule.sink);
    }

    /// @notice Lets no more requests be made for a perk; those that were made go on.
    function removePerk(address collection, bytes32 perk) external onlyOwner {
        _requireRule(collection, perk);
        delete _rules[collection][perk];
        emit PerkRemoved(collection, perk);
    }

    /// @notice Sends on a token that came here by mistake, without a request.
    function recover(address collection, uint256 tokenId, address to) external onlyOwner {
        if (to == address(0)) revert ZeroAddress();
        if (_inCustody[collection].get(tokenId)) revert TokenInCustody(collection, tokenId);
        emit Recovered(collection, tokenId, to);
        IERC721(collection).transferFrom(address(this), to, tokenId);
    }

    // What there is to know.

    /// @notice The last request of a token's perk; all zero where there was none.
    /// @dev WARNING: a state may have run out of time: compare `deadline`.
    function requestOf(address collection, uint256 tokenId, bytes32 perk) external view returns (Request memory) {
        return _requests[collection][tokenId][perk];
    }

    /// @notice Whether a token's perk is used up.
    function isUsed(address collection, uint256 tokenId, bytes32 perk) external view returns (bool) {
        return _requests[collection][tokenId][perk].state == State.Fulfilled;
    }

    /// @notice Whether the desk holds a token for a request.
    function isInCustody(address collection, uint256 tokenId) external view returns (bool) {
        return _inCustody[collection].get(tokenId);
    }

    /// @notice The rule of a collection's perk; its mode is {Mode-None} where there is none.
    function ruleOf(address collection, bytes32 perk) external view returns (Rule memory) {
        return _rules[collection][perk];
    }

    function _guardInitializeOwner() internal pure override returns (bool) {
        return true;
    }

    /// @dev Begins a request for which the desk holds the token.
    function _request(address collection, uint256 tokenId, bytes32 perk, bytes32 commitment, address holder) private {
        Rule memory rule = _requireRule(collection, perk);
        if (rule.mode == Mode.InPlace) revert WrongMode(rule.mode);
        if (!_inCustody[collection].toggle(tokenId)) revert TokenInCustody(collection, tokenId);
        _begin(collection, tokenId, perk, commitment, holder, rule);
    }

    function _begin(
        address collection,
        uint256 tokenId,
        bytes32 perk,
        bytes32 commitment,
        address holder,
        Rule memory rule
    ) private {
        Request memory request = _requests[collection][tokenId][perk];
        if (request.state != State.None && request.state != State.Released) revert WrongState(request.state);
        request.holder = holder;
        request.deadline = uint40(block.timestamp + rule.acceptWithin);
        request.fulfilWithin = rule.fulfilWithin;
        ++request.attempt;
        request.state = State.Requested;
        request.mode = rule.mode;
        _requests[collection][tokenId][perk] = request;
        emit Requested(collection, tokenId, perk, request.attempt, holder, rule.mode, request.deadline, commitment);
    }

    /// @dev Ends the custody of a token, and moves it without asking the receiver.
    function _giveBack(address collection, uint256 tokenId, address to) private {
        _inCustody[collection].unset(tokenId);
        IERC721(collection).transferFrom(address(this), to, tokenId);
        _requireGone(collection, tokenId);
    }

    function _requireRule(address collection, bytes32 perk) private view returns (Rule memory rule) {
        rule = _rules[collection][perk];
        if (rule.mode == Mode.None) revert NoSuchPerk(collection, perk);
    }

    function _requireTimely(address collection, uint256 tokenId, bytes32 perk, uint16 attempt, State state)
        private
        view
        returns (Request memory request)
    {
        request = _requests[collection][tokenId][perk];
        if (request.state != state) revert WrongState(request.state);
        if (request.attempt != attempt) revert WrongAttempt(attempt, request.attempt);
        if (block.timestamp > request.deadline) revert TooLate(request.deadline);
    }

    function _requireReceived(address collection, uint256 tokenId) private view {
        if (IERC721(collection).ownerOf(tokenId) != address(this)) revert TokenNotReceived(collection, tokenId);
    }

    /// @dev A burnt token has no owner, which most collections say by reverting.
    function _requireGone(address collection, uint256 tokenId) private view {
        try IERC721(collection).ownerOf(tokenId) returns (address holder) {
            if (holder == address(this)) revert TokenNotGone(collection, tokenId);
        } catch {}
    }

    function _isMerchant() private view returns (bool) {
        return msg.sender == owner() || hasAnyRole(msg.sender, ROLE_FULFILLER);
    }
}
