// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Signatures} from "../common/Signatures.sol";
import {IERC5643} from "./IERC5643.sol";
import {IMembership} from "./IMembership.sol";
import {IERC165} from "@openzeppelin/contracts/interfaces/IERC165.sol";
import {IERC4906} from "@openzeppelin/contracts/interfaces/IERC4906.sol";
import {IERC721} from "@openzeppelin/contracts/interfaces/IERC721.sol";
import {IERC721Metadata} from "@openzeppelin/contracts/interfaces/IERC721Metadata.sol";
import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {OwnableRoles} from "solady/auth/OwnableRoles.sol";
import {EIP712} from "solady/utils/EIP712.sol";
import {LibString} from "solady/utils/LibString.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

/// @notice What a membership is made of.
/// @param name its name
/// @param symbol its short name
/// @param baseUri put before the decimal tier to form a pass's URI; empty for no URI
/// @param contractUri where the membership itself is described (ERC-7572); empty for nowhere
/// @param owner who may do everything; not zero
/// @param minter who else may grant and revoke, or zero for nobody
/// @param offerSigner whose signature makes an offer: a key or an ERC-1271 contract; zero where there are no offers
/// @param payout who receives what is paid; not zero
struct MembershipConfig {
    string name;
    string symbol;
    string baseUri;
    string contractUri;
    address owner;
    address minter;
    address offerSigner;
    address payout;
}

/// @notice What a tier costs whoever asks for it.
/// @param currency the ERC-20 in which the price is paid, or zero for the native coin
/// @param price in the smallest unit of the currency; zero is a gift
/// @param duration how many seconds it buys; zero for a pass without end
struct Plan {
    address currency;
    uint256 price;
    uint40 duration;
}

/// @notice A promise of a tier to one account on terms of its own.
/// @param account whose pass it is, whoever redeems
/// @param tier 1 to 255
/// @param duration how many seconds it buys; zero for a pass without end
/// @param currency the ERC-20 in which the price is paid, or zero for the native coin
/// @param price in the smallest unit of the currency; zero is a gift
/// @param validUntil the last second in which it may be redeemed
/// @param nonce the account's {MembershipPass-offerNonce}; redeeming moves that on
struct PassOffer {
    address account;
    uint8 tier;
    uint64 duration;
    address currency;
    uint256 price;
    uint64 validUntil;
    uint32 nonce;
}

/// @title MembershipPass
/// @notice Memberships with tiers and an end, as ERC-721 tokens that stay with their accounts: one pass an account at the most.
/// @dev A pass's token id is its account's address as a number, so its owner is known without being stored: tier, expiry and the count
/// of offers share the one slot that a pass has, and {tierOf} is one read.
/// A pass counts in every second before `expiresAt`, and not in that second. An expired pass is still there, with tier zero, until it is
/// renewed, replaced or burnt.
/// Nothing but {setTerms}, {revoke} and the holder makes a pass less than it is: a grant passes such an account over, a sale is refused.
/// Works behind an ERC-1167 clone: nothing that differs between memberships is immutable.
/// Locking by ERC-5192, expiry by ERC-5643, metadata updates by ERC-4906, contract metadata by ERC-7572, the signing domain by ERC-5267,
/// errors by ERC-6093.
contract MembershipPass is IMembership, IERC721Metadata, IERC721Errors, IERC4906, IERC5643, EIP712, OwnableRoles {
    /// @dev One slot. `tier` is zero exactly where there is no pass; `offers` outlives a pass.
    struct Pass {
        uint8 tier;
        uint40 expiresAt;
        uint32 offers;
    }

    struct StoredPlan {
        address currency;
        uint40 duration;
        bool offered;
        uint256 price;
    }

    /// @dev One slot, which all that gives a pass reads.
    struct Authority {
        address offerSigner;
        bool paused;
    }

    /// @notice May change the offer signer and cancel offers.
    uint256 public constant ROLE_SIGNER_ADMIN = 1;

    /// @notice May pause and unpause.
    uint256 public constant ROLE_PAUSER = 2;

    /// @notice May change URIs.
    uint256 public constant ROLE_METADATA = 4;

    /// @notice May grant passes, set their terms and revoke them.
    uint256 public constant ROLE_MINTER = 8;

    bytes4 private constant ERC5192 = 0xb45a3c0e;
    bytes4 private constant ERC4906 = 0x49064906;
    bytes32 private constant OFFER_TYPEHASH = keccak256(
        "PassOffer(address account,uint8 tier,uint64 duration,address currency,uint256 price,uint64 validUntil,uint32 nonce)"
    );

    Authority private _authority;

    /// @notice Where what is paid goes that is not yet withdrawn.
    address public payout;

    mapping(address account => Pass) private _passes;
    mapping(uint8 tier => StoredPlan) private _plans;
    string private _name;
    string private _symbol;
    string private _baseUri;
    string private _contractUri;

    /// @notice From now on the account has this tier until `expiresAt`, or without end where that is zero; tier zero is no pass.
    event PassChanged(address indexed account, uint8 tier, uint40 expiresAt);

    /// @notice A grant left the account as it is, which has this tier until then: better in one or both than what was to be granted.
    event GrantPassedOver(address indexed account, uint8 tier, uint40 expiresAt);

    /// @notice ERC-5192: the pass stays with its account.
    event Locked(uint256 tokenId);

    /// @notice Anyone may buy the tier on these terms.
    event PlanChanged(uint8 indexed tier, address currency, uint256 price, uint40 duration);

    /// @notice The tier is not for sale any more.
    event PlanRemoved(uint8 indexed tier);

    /// @notice `offerSigner` signs offers in place of the one before; zero for nobody.
    event OfferSignerChanged(address indexed offerSigner);

    /// @notice Offers to the account with a nonce below `nonce` are void.
    event OffersCancelled(address indexed account, uint32 nonce);

    /// @notice No pass is given, sold or changed until {Unpaused}.
    event Paused(address account);

    /// @notice Passes are given and sold again.
    event Unpaused(address account);

    /// @notice What is paid goes to `payout`.
    event PayoutChanged(address indexed payout);

    /// @notice `amount` of `currency` went to `payout`.
    event Withdrawn(address indexed currency, uint256 amount, address indexed payout);

    /// @notice ERC-7572: the description of the membership changed.
    event ContractURIUpdated();

    /// @notice A tier is 1 to 255.
    error TierIsZero();

    /// @notice A pass must not expire before it begins.
    error ExpiryPassed(uint256 expiresAt);

    /// @notice A pass expires before the year 36812, or never.
    error ExpiryTooLate(uint256 expiresAt);

    /// @notice The account has a pass that this would make less in tier or in time, or that has no end.
    error PassIsBetter(address account, uint8 tier, uint40 expiresAt);

    /// @notice The tier is not for sale.
    error PlanNotOffered(uint8 tier);

    /// @notice The tier is sold on other terms than the caller agreed to.
    error PlanDiffers(uint8 tier, address currency, uint256 price, uint40 duration);

    /// @notice ERC-5643's renewal names no price, which is safe only in the native coin: use {renew}.
    error PriceNotAgreed(address currency, uint256 price);

    /// @notice A renewal is of as many seconds as the plan says.
    error WrongDuration(uint256 required, uint256 given);

    /// @notice The offer's last second has passed.
    error OfferExpired(uint256 validUntil);

    /// @notice The offer was redeemed or cancelled, or another one comes first.
    error WrongOfferNonce(uint256 given, uint256 current);

    /// @notice The signature is not the offer signer's, or not over this offer on this chain for this membership.
    error InvalidOfferSigner();

    /// @notice The native coin sent with the call is not exactly what is due.
    error WrongPayment(uint256 required, uint256 given);

    /// @notice The owner or a pauser has paused the membership.
    error MembershipPaused();

    /// @notice A pass stays with its account.
    error TokenIsSoulbound(uint256 tokenId);

    /// @notice Where no pass can be passed on, nobody can be allowed to do so.
    error CollectionIsSoulbound();

    /// @notice An address that must be somebody is zero.
    error ZeroAddress();

    /// @param config what the membership is to be; one from which memberships are cloned is made like any other
    constructor(MembershipConfig memory config) {
        _initialize(config);
    }

    /// @notice Makes a clone what `config` says. Once: it reverts on a membership that is made already.
    /// @dev WARNING: anyone may call it on a clone that is not made yet: clone and initialize in one transaction.
    function initialize(MembershipConfig calldata config) external {
        _initialize(config);
    }

    // Giving and taking.

    /// @notice Gives each account a pass of this tier until `expiry`, or makes of the pass that it has one; for minters and the owner.
    /// @dev Calling it again changes nothing. A pass that is better in tier or in time is left as it is, with a {GrantPassedOver}, so that
    /// no account can spoil the grant of the others.
    /// WARNING: does not ask the accounts (`onERC721Received`), for the same reason. Name none that cannot want a pass.
    /// WARNING: some chains allow a transaction 16,777,216 gas (EIP-7825), which are some 500 accounts.
    /// @param tier 1 to 255
    /// @param expiry the first second in which the passes do not count, in the future; zero for no end
    function grant(address[] calldata accounts, uint8 tier, uint40 expiry) external onlyRolesOrOwner(ROLE_MINTER) {
        _requireOpen();
        _requireTerms(tier, expiry);
        for (uint256 i; i < accounts.length; ++i) {
            Pass memory held = _passes[accounts[i]];
            if (_isBetter(held, tier, expiry)) {
                emit GrantPassedOver(accounts[i], held.tier, held.expiresAt);
            } else {
                _set(accounts[i], held, tier, expiry);
            }
        }
    }

    /// @notice Sets tier and expiry of a pass, downwards too; for minters and the owner.
    /// @dev WARNING: takes from the account what it may have paid for.
    /// @param tier 1 to 255
    /// @param expiry as for {grant}
    function setTerms(address account, uint8 tier, uint40 expiry) external onlyRolesOrOwner(ROLE_MINTER) {
        _requireOpen();
        _requireTerms(tier, expiry);
        _set(account, _requirePass(account), tier, expiry);
    }

    /// @notice Takes an account's pass, and voids what was offered to the account; for minters and the owner, also during a pause.
    /// @dev WARNING: keeps nobody from buying a pass anew where its tier is for sale.
    function revoke(address account) external onlyRolesOrOwner(ROLE_MINTER) {
        Pass memory held = _requirePass(account);
        uint32 nonce = held.offers + 1;
        _remove(account, nonce);
        emit OffersCancelled(account, nonce);
    }

    /// @notice Burns the caller's pass.
    /// @dev WARNING: gives nothing back of what was paid. An offer that was not redeemed still can be.
    /// @param tokenId the caller's address as a number
    function burn(uint256 tokenId) external {
        _burn(tokenId);
    }

    // Selling.

    /// @notice Buys `recipient` a tier that is for sale; anyone may, for anyone.
    /// @dev Who has a pass of this tier gets it renewed; of a lower tier, upgraded from now on, which must not make it shorter.
    /// The caller pays: send exactly the price in the native coin, or approve this contract for it and send nothing.
    /// WARNING: the membership receives what the currency delivers; do not sell in a token that takes a fee.
    /// @param agreed what the caller takes the plan to be, so that nobody pays what was changed meanwhile
    function buy(uint8 tier, address recipient, Plan calldata agreed) external payable {
        _requireAgreed(tier, agreed);
        _extend(recipient, _passes[recipient], tier, agreed.duration);
        _collect(agreed.currency, agreed.price);
    }

    /// @notice Renews an account's pass by the plan of its tier, from its expiry on, or from now on if that has passed; anyone may.
    /// @dev The caller pays, as for {buy}.
    /// @param agreed as for {buy}
    function renew(address account, Plan calldata agreed) external payable {
        Pass memory held = _requirePass(account);
        _requireAgreed(held.tier, agreed);
        _extend(account, held, held.tier, agreed.duration);
        _collect(agreed.currency, agreed.price);
    }

    /// @inheritdoc IERC5643
    /// @dev Does not fit the standard in three ways: anyone may renew, not only owner and approved; `duration` must be the plan's; and a
    /// plan in a token is refused, as this call does not say what its caller agrees to pay.
    function renewSubscription(uint256 tokenId, uint64 duration) external payable {
        address account = _requireAccount(tokenId);
        Pass memory held = _passes[account];
        StoredPlan memory plan = _requirePlan(held.tier);
        if (duration != plan.duration) revert WrongDuration(plan.duration, duration);
        if (plan.currency != address(0)) revert PriceNotAgreed(plan.currency, plan.price);
        _extend(account, held, held.tier, plan.duration);
        _collect(address(0), plan.price);
    }

    /// @inheritdoc IERC5643
    /// @dev The same as {burn}: nothing renews itself here, so there is nothing else to cancel. The holder alone may.
    function cancelSubscription(uint256 tokenId) external payable {
        if (msg.value != 0) revert WrongPayment(0, msg.value);
        _burn(tokenId);
    }

    /// @notice Redeems an offer: gives its account the tier that it names, and takes its price from the caller.
    /// @dev Anyone may call; the pass is the account's all the same. Upgrades and renewals are as for {buy}, and so is the payment.
    /// @param signature the offer signer's over {offerDigest}: 65 or 64 bytes of a key, or what an ERC-1271 contract accepts
    function redeemOffer(PassOffer calldata offer, bytes calldata signature) external payable {
        if (offer.tier == 0) revert TierIsZero();
        if (block.timestamp > offer.validUntil) revert OfferExpired(offer.validUntil);
        Pass memory held = _passes[offer.account];
        if (offer.nonce != held.offers) revert WrongOfferNonce(offer.nonce, held.offers);
        if (!Signatures.isValid(_authority.offerSigner, offerDigest(offer), signature)) revert InvalidOfferSigner();
        ++held.offers;
        _extend(offer.account, held, offer.tier, offer.duration);
        _collect(offer.currency, offer.price);
    }

    /// @notice Voids what was offered to these accounts and not redeemed.
    /// @dev WARNING: an offer with a later nonce, signed in advance, becomes valid by it.
    function cancelOffers(address[] calldata accounts) external onlyOwnerOrRoles(ROLE_SIGNER_ADMIN) {
        for (uint256 i; i < accounts.length; ++i) {
            emit OffersCancelled(accounts[i], ++_passes[accounts[i]].offers);
        }
    }

    /// @notice Sells a tier on these terms from now on; passes sold before stay as they are.
    /// @param duration in seconds; zero for passes without end
    function setPlan(uint8 tier, address currency, uint256 price, uint40 duration) external onlyOwner {
        if (tier == 0) revert TierIsZero();
        _plans[tier] = StoredPlan(currency, duration, true, price);
        emit PlanChanged(tier, currency, price, duration);
    }

    /// @notice Sells and renews a tier no more.
    function removePlan(uint8 tier) external onlyOwner {
        _requirePlan(tier);
        delete _plans[tier];
        emit PlanRemoved(tier);
    }

    /// @notice Sends all that the membership holds of a currency to {payout}. Anyone may call.
    /// @dev What is paid stays here until then: a sale is cheaper by a transfer, and a payee that refuses money cannot stop it.
    /// @param currency an ERC-20, or zero for the native coin
    function withdraw(address currency) external {
        address to = payout;
        uint256 amount;
        if (currency == address(0)) {
            amount = address(this).balance;
            SafeTransferLib.safeTransferETH(to, amount);
        } else {
            amount = SafeTransferLib.safeTransferAll(currency, to);
        }
        emit Withdrawn(currency, amount, to);
    }

    // Governing.

    /// @notice Makes `newSigner` the one whose offers count; those of the one before are void. Zero for nobody.
    /// @dev WARNING: should the old signer ever return, its offers that were not redeemed return with it.
    function setOfferSigner(address newSigner) external onlyOwnerOrRoles(ROLE_SIGNER_ADMIN) {
        _setOfferSigner(newSigner);
    }

    /// @notice Stops all giving, selling and changing until {unpause}. Passes still count, and can be burnt and revoked.
    function pause() external onlyOwnerOrRoles(ROLE_PAUSER) {
        _authority.paused = true;
        emit Paused(msg.sender);
    }

    /// @notice Ends a {pause}.
    function unpause() external onlyOwnerOrRoles(ROLE_PAUSER) {
        _authority.paused = false;
        emit Unpaused(msg.sender);
    }

    /// @notice Changes where what is paid goes that is not yet withdrawn.
    function setPayout(address newPayout) external onlyOwner {
        _setPayout(newPayout);
    }

    /// @notice Changes where the passes' metadata is.
    function setBaseUri(string calldata newBaseUri) external onlyOwnerOrRoles(ROLE_METADATA) {
        _baseUri = newBaseUri;
        emit BatchMetadataUpdate(0, type(uint256).max);
    }

    /// @notice Changes where the membership itself is described (ERC-7572).
    function setContractUri(string calldata newContractUri) external onlyOwnerOrRoles(ROLE_METADATA) {
        _contractUri = newContractUri;
        emit ContractURIUpdated();
    }

    // What ERC-721 has for tokens that change hands.

    /// @inheritdoc IERC721
    /// @dev Always reverts: a pass stays with its account.
    function transferFrom(address, address, uint256 tokenId) external view {
        _refuseToMove(tokenId);
    }

    /// @inheritdoc IERC721
    /// @dev Always reverts: a pass stays with its account.
    function safeTransferFrom(address, address, uint256 tokenId) external view {
        _refuseToMove(tokenId);
    }

    /// @inheritdoc IERC721
    /// @dev Always reverts: a pass stays with its account.
    function safeTransferFrom(address, address, uint256 tokenId, bytes calldata) external view {
        _refuseToMove(tokenId);
    }

    /// @inheritdoc IERC721
    /// @dev Always reverts: a pass stays with its account.
    function approve(address, uint256 tokenId) external view {
        _refuseToMove(tokenId);
    }

    /// @inheritdoc IERC721
    /// @dev Always reverts: a pass stays with its account.
    function setApprovalForAll(address, bool) external pure {
        revert CollectionIsSoulbound();
    }

    // What there is to know.

    /// @inheritdoc IMembership
    /// @dev Zero in the second of the expiry and from then on.
    function tierOf(address account) external view returns (uint8) {
        Pass memory held = _passes[account];
        return _counts(held) ? held.tier : 0;
    }

    /// @notice The pass of an account, expired or not.
    /// @return tier zero where the account has none
    /// @return expiry the first second in which it does not count; zero for no end
    function passOf(address account) external view returns (uint8 tier, uint40 expiry) {
        Pass memory held = _passes[account];
        return (held.tier, held.expiresAt);
    }

    /// @notice The nonce that an offer to the account must carry to be redeemed.
    function offerNonce(address account) external view returns (uint32) {
        return _passes[account].offers;
    }

    /// @notice What a tier costs; reverts with {PlanNotOffered} where it is not for sale.
    function planOf(uint8 tier) external view returns (Plan memory) {
        StoredPlan memory plan = _requirePlan(tier);
        return Plan(plan.currency, plan.price, plan.duration);
    }

    /// @notice Whose offers count; zero for nobody's.
    function offerSigner() external view returns (address) {
        return _authority.offerSigner;
    }

    /// @notice Whether giving and selling are stopped.
    function paused() external view returns (bool) {
        return _authority.paused;
    }

    /// @inheritdoc IERC5643
    /// @dev Zero for no end. It stays what it was when it has passed.
    function expiresAt(uint256 tokenId) external view returns (uint64) {
        return _passes[_requireAccount(tokenId)].expiresAt;
    }

    /// @inheritdoc IERC5643
    /// @dev By {renew}, in whatever currency the plan is.
    function isRenewable(uint256 tokenId) external view returns (bool) {
        Pass memory held = _passes[_requireAccount(tokenId)];
        return held.expiresAt != 0 && _plans[held.tier].offered && !_authority.paused;
    }

    /// @notice ERC-5192: always true, for a pass that there is.
    function locked(uint256 tokenId) external view returns (bool) {
        _requireAccount(tokenId);
        return true;
    }

    /// @inheritdoc IERC721
    /// @dev An expired pass is still its account's.
    function ownerOf(uint256 tokenId) external view returns (address) {
        return _requireAccount(tokenId);
    }

    /// @inheritdoc IERC721
    /// @dev One or none, expired or not.
    function balanceOf(address account) external view returns (uint256) {
        if (account == address(0)) revert ERC721InvalidOwner(address(0));
        return _passes[account].tier == 0 ? 0 : 1;
    }

    /// @inheritdoc IERC721
    /// @dev Nobody, ever.
    function getApproved(uint256 tokenId) external view returns (address) {
        _requireAccount(tokenId);
        return address(0);
    }

    /// @inheritdoc IERC721
    /// @dev Never.
    function isApprovedForAll(address, address) external pure returns (bool) {
        return false;
    }

    /// @inheritdoc IERC721Metadata
    function name() external view returns (string memory) {
        return _name;
    }

    /// @inheritdoc IERC721Metadata
    function symbol() external view returns (string memory) {
        return _symbol;
    }

    /// @notice The base URI followed by the decimal tier, so that a file a tier is enough; empty where the base URI is.
    /// @dev An expired pass keeps its tier's URI: no event tells when one expires.
    function tokenURI(uint256 tokenId) external view returns (string memory) {
        uint8 tier = _passes[_requireAccount(tokenId)].tier;
        string memory base = _baseUri;
        return bytes(base).length == 0 ? "" : string.concat(base, LibString.toString(tier));
    }

    /// @notice ERC-7572: where the membership itself is described.
    function contractURI() external view returns (string memory) {
        return _contractUri;
    }

    /// @notice ERC-165: ERC-721 with metadata, ERC-4906, ERC-5192 and ERC-5643.
    function supportsInterface(bytes4 interfaceId) external pure returns (bool) {
        return interfaceId == type(IERC165).interfaceId || interfaceId == type(IERC721).interfaceId
            || interfaceId == type(IERC721Metadata).interfaceId || interfaceId == ERC4906 || interfaceId == ERC5192
            || interfaceId == type(IERC5643).interfaceId;
    }

    /// @notice The EIP-712 digest that the offer signer signs, for this chain and this membership.
    /// @dev WARNING: a signer must compute the digest itself rather than sign what a node answers here.
    function offerDigest(PassOffer calldata offer) public view returns (bytes32) {
        return _hashTypedData(keccak256(abi.encode(OFFER_TYPEHASH, offer)));
    }

    function _guardInitializeOwner() internal pure override returns (bool) {
        return true;
    }

    function _domainNameAndVersion() internal pure override returns (string memory, string memory) {
        return ("Lianbo Membership", "1");
    }

    function _initialize(MembershipConfig memory config) private {
        if (config.owner == address(0)) revert ZeroAddress();
        _initializeOwner(config.owner);
        _name = config.name;
        _symbol = config.symbol;
        _baseUri = config.baseUri;
        _contractUri = config.contractUri;
        if (config.minter != address(0)) _grantRoles(config.minter, ROLE_MINTER);
        if (config.offerSigner != address(0)) _setOfferSigner(config.offerSigner);
        _setPayout(config.payout);
    }

    /// @dev Sells `duration` seconds of `tier`: begins a pass, renews one of the same tier, or upgrades one.
    function _extend(address account, Pass memory held, uint8 tier, uint256 duration) private {
        _requireOpen();
        bool renews = held.tier == tier && _counts(held);
        uint256 start = renews ? held.expiresAt : block.timestamp;
        uint256 end = duration == 0 ? 0 : start + duration;
        if (end > type(uint40).max) revert ExpiryTooLate(end);
        bool endless = renews && held.expiresAt == 0;
        // Casting is safe: it was just compared.
        // forge-lint: disable-next-line(unsafe-typecast)
        uint40 expiry = uint40(end);
        if (endless || _isBetter(held, tier, expiry)) revert PassIsBetter(account, held.tier, held.expiresAt);
        _set(account, held, tier, expiry);
    }

    /// @dev Writes a pass and tells of it; does nothing where it is so already.
    function _set(address account, Pass memory held, uint8 tier, uint40 expiry) private {
        if (account == address(0)) revert ZeroAddress();
        if (held.tier == tier && held.expiresAt == expiry) return;
        _passes[account] = Pass(tier, expiry, held.offers);
        uint256 tokenId = uint160(account);
        if (held.tier == 0) {
            emit Transfer(address(0), account, tokenId);
            emit Locked(tokenId);
        } else {
            emit MetadataUpdate(tokenId);
        }
        if (held.expiresAt != expiry) emit SubscriptionUpdate(tokenId, expiry);
        emit PassChanged(account, tier, expiry);
    }

    function _burn(uint256 tokenId) private {
        address account = _requireAccount(tokenId);
        if (msg.sender != account) revert ERC721InsufficientApproval(msg.sender, tokenId);
        _remove(account, _passes[account].offers);
    }

    /// @dev The count of offers stays, or an offer could be redeemed again.
    function _remove(address account, uint32 offers) private {
        _passes[account] = Pass(0, 0, offers);
        emit Transfer(account, address(0), uint160(account));
        emit PassChanged(account, 0, 0);
    }

    function _collect(address currency, uint256 price) private {
        uint256 due = currency == address(0) ? price : 0;
        if (msg.value != due) revert WrongPayment(due, msg.value);
        if (price != due) SafeTransferLib.safeTransferFrom(currency, msg.sender, address(this), price);
    }

    function _setOfferSigner(address newSigner) private {
        _authority.offerSigner = newSigner;
        emit OfferSignerChanged(newSigner);
    }

    function _setPayout(address newPayout) private {
        if (newPayout == address(0)) revert ZeroAddress();
        payout = newPayout;
        emit PayoutChanged(newPayout);
    }

    function _refuseToMove(uint256 tokenId) private view {
        _requireAccount(tokenId);
        revert TokenIsSoulbound(tokenId);
    }

    function _requireOpen() private view {
        if (_authority.paused) revert MembershipPaused();
    }

    function _requireTerms(uint8 tier, uint40 expiry) private view {
        if (tier == 0) revert TierIsZero();
        if (expiry != 0 && expiry <= block.timestamp) revert ExpiryPassed(expiry);
    }

    function _requirePass(address account) private view returns (Pass memory held) {
        held = _passes[account];
        if (held.tier == 0) revert ERC721NonexistentToken(uint160(account));
    }

    function _requireAccount(uint256 tokenId) private view returns (address account) {
        // Casting is safe: a token id that is more than an address is refused.
        // forge-lint: disable-next-line(unsafe-typecast)
        account = address(uint160(tokenId));
        if (tokenId > type(uint160).max || _passes[account].tier == 0) revert ERC721NonexistentToken(tokenId);
    }

    function _requirePlan(uint8 tier) private view returns (StoredPlan memory plan) {
        plan = _plans[tier];
        if (!plan.offered) revert PlanNotOffered(tier);
    }

    function _requireAgreed(uint8 tier, Plan calldata agreed) private view {
        StoredPlan memory plan = _requirePlan(tier);
        if (plan.currency != agreed.currency || plan.price != agreed.price || plan.duration != agreed.duration) {
            revert PlanDiffers(tier, plan.currency, plan.price, plan.duration);
        }
    }

    function _counts(Pass memory held) private view returns (bool) {
        return held.tier != 0 && (held.expiresAt == 0 || block.timestamp < held.expiresAt);
    }

    /// @dev Whether what is held counts, and would be made less in tier or in time.
    function _isBetter(Pass memory held, uint8 tier, uint40 expiry) private view returns (bool) {
        if (!_counts(held)) return false;
        bool longer = held.expiresAt == 0 ? expiry != 0 : expiry != 0 && held.expiresAt > expiry;
        return longer || held.tier > tier;
    }
}
