// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Signatures} from "../common/Signatures.sol";
import {IMembership} from "./IMembership.sol";
import {CollectionConfig, Voucher, VoucherList} from "./Vouchers.sol";
import {OwnableRoles} from "solady/auth/OwnableRoles.sol";
import {EIP712} from "solady/utils/EIP712.sol";
import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

/// @title VoucherRedeemer
/// @notice What a collection is that is minted by vouchers: a voucher signer promises tokens off chain, without gas, and
/// anyone (the buyer or a relayer) redeems the promise into the hands of the recipient that it names.
/// @dev All that a redemption reads besides the token's own slots lies in one slot. A contract that derives from this says how
/// a token is marked as redeemed and minted; the mark must outlive a burn.
/// Works behind a clone: nothing that differs between collections is immutable.
abstract contract VoucherRedeemer is EIP712, OwnableRoles {
    /// @dev Keeps what a redemption reads in one slot.
    struct Authority {
        address signer;
        uint32 epoch;
        uint8 flags;
        uint56 maxTokenId;
    }

    /// @dev Where money goes, in one slot.
    struct Proceeds {
        address payout;
        uint96 royaltyBps;
    }

    /// @notice May add, remove and change voucher signers, cancel vouchers and epochs, and lower what may be minted.
    uint256 public constant ROLE_SIGNER_ADMIN = _ROLE_0;

    /// @notice May pause and unpause.
    uint256 public constant ROLE_PAUSER = _ROLE_1;

    /// @notice May change URIs.
    uint256 public constant ROLE_METADATA = _ROLE_2;

    uint256 private constant VOUCHER_SIZE = 10 * 32;
    bytes32 private constant VOUCHER_TYPEHASH = keccak256(
        "Voucher(uint256 tokenId,address recipient,address currency,uint256 price,uint64 validFrom,uint64 validUntil,uint32 epoch,uint8 minTier,uint32 maxPerBuyer,bool soulbound)"
    );
    bytes32 private constant VOUCHER_LIST_TYPEHASH = keccak256(
        "VoucherList(uint256 firstTokenId,address[] recipients,uint64 validFrom,uint64 validUntil,uint32 epoch,bool soulbound)"
    );

    uint8 private constant PAUSED = 1;
    uint8 private constant SOULBOUND = 2;
    uint96 private constant BASIS_POINTS = 10_000;

    Authority private _authority;
    Proceeds private _proceeds;

    /// @notice Who is asked for the tiers of members; zero for nobody, and then no voucher that asks for a tier counts.
    address public membership;

    mapping(address signer => bool) private _addedSigners;
    string private _name;
    string private _symbol;
    string private _baseUri;
    string private _contractUri;

    /// @notice `voucherSigner` signs vouchers in place of the one before.
    event VoucherSignerChanged(address indexed voucherSigner);

    /// @notice `voucherSigner` signs vouchers too.
    event VoucherSignerAdded(address indexed voucherSigner);

    /// @notice `voucherSigner` signs vouchers no more.
    event VoucherSignerRemoved(address indexed voucherSigner);

    /// @notice The vouchers of `epoch` and of all before it are void.
    event EpochCancelled(uint32 indexed epoch);

    /// @notice Whatever promised `tokenId` is void, for good.
    event VoucherCancelled(uint256 indexed tokenId);

    /// @notice A row of a batch or a list was passed over.
    /// @param reason the error that redeeming it alone reverts with
    event VoucherSkipped(uint256 indexed tokenId, bytes reason);

    /// @notice No voucher can be redeemed until {Unpaused}.
    event Paused(address account);

    /// @notice Vouchers can be redeemed again.
    event Unpaused(address account);

    /// @notice No id above `maxTokenId` will be minted any more.
    event MaxTokenIdLowered(uint56 maxTokenId);

    /// @notice `membership` is asked for the tiers of members.
    event MembershipChanged(address indexed membership);

    /// @notice Prices not yet withdrawn and royalties go to `payout`.
    event PayoutChanged(address indexed payout);

    /// @notice The royalty is `royaltyBps` basis points.
    event RoyaltyChanged(uint96 royaltyBps);

    /// @notice `amount` of `currency` went to `payout`.
    event Withdrawn(address indexed currency, uint256 amount, address indexed payout);

    /// @notice ERC-7572: the collection's own metadata changed.
    event ContractURIUpdated();

    /// @notice The voucher's first second is yet to come.
    error VoucherNotYetValid(uint256 validFrom);

    /// @notice The voucher's last second has passed.
    error VoucherExpired(uint256 validUntil);

    /// @notice The voucher was signed in another epoch than the current one.
    error WrongEpoch(uint256 given, uint256 current);

    /// @notice The signature is no voucher signer's, or not over this voucher on this chain for this collection.
    error InvalidVoucherSigner();

    /// @notice The signer is the first one, and not one that was added.
    error SignerNotAdded(address signer);

    /// @notice The voucher's token was redeemed before, perhaps burnt since, or cancelled.
    error AlreadyRedeemed(uint256 tokenId);

    /// @notice The id is above what may be minted.
    error TokenIdTooHigh(uint256 tokenId, uint256 max);

    /// @notice The recipient's membership is of a lower tier than the voucher asks for.
    error TierTooLow(uint8 required, uint8 actual);

    /// @notice The recipient has redeemed as many as the voucher allows one buyer.
    error BuyerLimitReached(address buyer, uint256 max);

    /// @notice The owner or a pauser has paused redemption.
    error CollectionPaused();

    /// @notice The native coin sent with the call is not exactly what is due.
    error WrongPayment(uint256 required, uint256 given);

    /// @notice A batch has as many signatures as vouchers.
    error LengthsDiffer(uint256 vouchers, uint256 signatures);

    /// @notice An address that must be somebody is zero.
    error ZeroAddress();

    /// @notice A royalty is at most 10,000 basis points.
    error RoyaltyTooHigh(uint96 given);

    /// @notice The highest id can only be lowered, and not to zero, which is no bound.
    error NotLower(uint56 given, uint56 current);

    /// @notice The token stays with its holder.
    error TokenIsSoulbound(uint256 tokenId);

    // Redeeming.

    /// @notice Redeems a voucher: takes its price from the caller and mints its token to its recipient.
    /// @dev Anyone may call; a copied call still mints to the recipient, at the copier's expense.
    /// WARNING: the caller pays. Send exactly the price in the native coin, or approve this contract for it in the
    /// voucher's currency and send nothing; ask what a relayer pays before it relays a stranger's voucher.
    /// WARNING: a bearer voucher belongs to whoever sees it first, in the mempool too. Send it where nobody watches.
    /// WARNING: mints without asking the recipient (`onERC721Received`), on purpose: the recipient is fixed by the signer,
    /// a wallet contract that refuses would make a sold voucher unredeemable, and nothing foreign runs before the price is
    /// paid. Name no recipient that cannot move tokens.
    /// WARNING: the collection receives what the currency delivers; do not sign vouchers in a token that takes a fee.
    /// @param v the voucher
    /// @param signature a voucher signer's, over {voucherDigest}: 65 or 64 bytes of a key, what the ERC-1271 contract that is
    /// {voucherSigner} accepts, or the 20 bytes of an added ERC-1271 signer's address and then what that accepts
    function redeem(Voucher calldata v, bytes calldata signature) external payable {
        uint256 due = _redeem(_authority, _domainSeparator(), v, signature, msg.sender);
        if (msg.value != due) revert WrongPayment(due, msg.value);
    }

    /// @notice Redeems many vouchers, each as {redeem} does.
    /// @dev WARNING: with `skip`, a voucher in a token that burns all gas can still make the whole batch fail; try the batch before
    /// sending it. Without `skip`, what the owner changes from within a token's hook counts from the next call on.
    /// @param signatures the voucher signer's, one for each voucher
    /// @param skip false to redeem all or none: send exactly what they cost. True to pass over what cannot be redeemed, each with
    /// a {VoucherSkipped}: send at least what those cost that can; the rest comes back.
    /// @return redeemed for each voucher whether it was redeemed
    function redeemBatch(Voucher[] calldata vouchers, bytes[] calldata signatures, bool skip)
        external
        payable
        returns (bool[] memory redeemed)
    {
        if (vouchers.length != signatures.length) revert LengthsDiffer(vouchers.length, signatures.length);
        redeemed = new bool[](vouchers.length);
        Authority memory authority = _authority;
        bytes32 domain = _domainSeparator();
        uint256 rest = msg.value;
        for (uint256 i; i < vouchers.length; ++i) {
            if (skip) {
                try this.redeemInBatch(vouchers[i], signatures[i], msg.sender, rest) returns (uint256 due) {
                    rest -= due;
                } catch (bytes memory reason) {
                    emit VoucherSkipped(vouchers[i].tokenId, reason);
                    continue;
                }
            } else {
                uint256 due = _redeem(authority, domain, vouchers[i], signatures[i], msg.sender);
                if (due > rest) revert WrongPayment(due, rest);
                unchecked {
                    rest -= due;
                }
            }
            redeemed[i] = true;
        }
        if (rest != 0) {
            if (!skip) revert WrongPayment(msg.value - rest, msg.value);
            SafeTransferLib.safeTransferETH(msg.sender, rest);
        }
    }

    /// @notice Redeems one voucher of a batch. For {redeemBatch} alone, which so undoes all of one that fails.
    /// @param redeemer who called {redeemBatch}
    /// @param coin how much of what was sent is left
    /// @return due how much of it the voucher cost
    function redeemInBatch(Voucher calldata v, bytes calldata signature, address redeemer, uint256 coin)
        external
        returns (uint256 due)
    {
        if (msg.sender != address(this)) revert Unauthorized();
        due = _redeem(_authority, _domainSeparator(), v, signature, redeemer);
        if (due > coin) revert WrongPayment(due, coin);
    }

    /// @notice Redeems a list: mints each row's token to its recipient.
    /// @dev Anyone may call, as for {redeem}.
    /// WARNING: a list is as large as one transaction; some chains allow 16,777,216 gas (EIP-7825), which are some 340 rows.
    /// @param signature as for {redeem}, over {voucherListDigest}
    /// @param skip false to mint all rows or none; true to pass over those whose token was redeemed or cancelled before, each
    /// with a {VoucherSkipped}
    /// @return redeemed for each row whether it was redeemed
    function redeemList(VoucherList calldata list, bytes calldata signature, bool skip)
        external
        returns (bool[] memory redeemed)
    {
        Authority memory authority = _authority;
        _requireOpen(authority, list.validFrom, list.validUntil, list.epoch);
        redeemed = new bool[](list.recipients.length);
        bool soulbound = list.soulbound || authority.flags & SOULBOUND != 0;
        if (redeemed.length > 0) {
            uint256 lastTokenId = list.firstTokenId + (redeemed.length - 1);
            _requireInSupply(list.firstTokenId, lastTokenId, soulbound, authority.maxTokenId);
        }
        _requireSigned(authority.signer, voucherListDigest(list), signature);
        for (uint256 i; i < redeemed.length; ++i) {
            uint256 tokenId;
            unchecked {
                tokenId = list.firstTokenId + i;
            }
            if (skip && isRedeemed(tokenId)) {
                emit VoucherSkipped(tokenId, abi.encodeWithSelector(AlreadyRedeemed.selector, tokenId));
                continue;
            }
            address recipient = list.recipients[i];
            if (recipient == address(0)) revert ZeroAddress();
            _mintRedeemed(recipient, tokenId, 0, soulbound);
            redeemed[i] = true;
        }
    }

    // Who signs, and what is void.

    /// @notice Makes `newSigner` the one whose vouchers count in place of {voucherSigner}, whose vouchers are void from then on.
    /// @dev WARNING: this is the answer to a stolen signer key; it also voids what the old signer promised honestly.
    /// Should the old signer ever return, its unexpired vouchers of the current epoch return with it: cancel the epoch too.
    function setVoucherSigner(address newSigner) external onlyOwnerOrRoles(ROLE_SIGNER_ADMIN) {
        _addedSigners[_authority.signer] = false;
        _setVoucherSigner(newSigner);
    }

    /// @notice Makes `newSigner` sign vouchers too, a second host for instance.
    /// @dev A redemption of its vouchers costs 2,200 gas more than of {voucherSigner}'s.
    function addVoucherSigner(address newSigner) external onlyOwnerOrRoles(ROLE_SIGNER_ADMIN) {
        if (newSigner == address(0)) revert ZeroAddress();
        _addedSigners[newSigner] = true;
        emit VoucherSignerAdded(newSigner);
    }

    /// @notice Voids the vouchers of a signer that was added.
    /// @dev WARNING: {voucherSigner} is replaced by {setVoucherSigner} alone, and refused here.
    function removeVoucherSigner(address oldSigner) external onlyOwnerOrRoles(ROLE_SIGNER_ADMIN) {
        if (oldSigner == _authority.signer) revert SignerNotAdded(oldSigner);
        _addedSigners[oldSigner] = false;
        emit VoucherSignerRemoved(oldSigner);
    }

    /// @notice Voids every outstanding voucher and begins the next epoch.
    /// @dev WARNING: cannot be undone; unredeemed vouchers must be signed again.
    function cancelEpoch() external onlyOwnerOrRoles(ROLE_SIGNER_ADMIN) {
        uint32 cancelled = _authority.epoch;
        _authority.epoch = cancelled + 1;
        emit EpochCancelled(cancelled);
    }

    /// @notice Voids whatever promises one of `tokenIds`, none of which can be minted any more; those that were redeemed or
    /// cancelled before stay as they are.
    /// @dev WARNING: cannot be undone. The holder of a voucher may redeem it while this waits to be mined; the others are void
    /// all the same.
    function cancel(uint256[] calldata tokenIds) external onlyOwnerOrRoles(ROLE_SIGNER_ADMIN) {
        for (uint256 i; i < tokenIds.length; ++i) {
            if (isRedeemed(tokenIds[i])) continue;
            _markCancelled(tokenIds[i]);
            emit VoucherCancelled(tokenIds[i]);
        }
    }

    /// @notice Promises that no id above `newMax` will be minted.
    /// @dev WARNING: cannot be undone.
    function lowerMaxTokenId(uint56 newMax) external onlyOwnerOrRoles(ROLE_SIGNER_ADMIN) {
        uint56 current = _authority.maxTokenId;
        if (newMax == 0 || (current != 0 && newMax >= current)) revert NotLower(newMax, current);
        _authority.maxTokenId = newMax;
        emit MaxTokenIdLowered(newMax);
    }

    /// @notice Stops all redemption until {unpause}. Tokens can still be transferred and money withdrawn.
    function pause() external onlyOwnerOrRoles(ROLE_PAUSER) {
        _authority.flags |= PAUSED;
        emit Paused(msg.sender);
    }

    /// @notice Ends a {pause}.
    function unpause() external onlyOwnerOrRoles(ROLE_PAUSER) {
        _authority.flags &= ~PAUSED;
        emit Unpaused(msg.sender);
    }

    // What the owner settles.

    /// @notice Changes who is asked for the tiers of members; zero for nobody.
    function setMembership(address newMembership) external onlyOwner {
        _setMembership(newMembership);
    }

    /// @notice Changes where prices go that are not yet withdrawn, and royalties.
    function setPayout(address newPayout) external onlyOwner {
        _setPayout(newPayout);
    }

    /// @notice Changes the royalty, 0 to 10,000 basis points.
    function setRoyalty(uint96 newRoyaltyBps) external onlyOwner {
        _setRoyalty(newRoyaltyBps);
    }

    /// @notice Changes where the tokens' metadata is.
    function setBaseUri(string calldata newBaseUri) external onlyOwnerOrRoles(ROLE_METADATA) {
        _baseUri = newBaseUri;
        _metadataChanged(newBaseUri);
    }

    /// @notice Changes where the collection's own metadata is (ERC-7572).
    function setContractUri(string calldata newContractUri) external onlyOwnerOrRoles(ROLE_METADATA) {
        _contractUri = newContractUri;
        emit ContractURIUpdated();
    }

    /// @notice Sends all that the collection holds of a currency to {payout}. Anyone may call.
    /// @dev Prices stay here until then: the sale is cheaper by a transfer, and a payee that refuses money cannot stop it.
    /// @param currency an ERC-20, or zero for the native coin
    function withdraw(address currency) external {
        address to = _proceeds.payout;
        uint256 amount;
        if (currency == address(0)) {
            amount = address(this).balance;
            SafeTransferLib.safeTransferETH(to, amount);
        } else {
            amount = SafeTransferLib.safeTransferAll(currency, to);
        }
        emit Withdrawn(currency, amount, to);
    }

    // What there is to know.

    /// @notice Whose vouchers count, beside the signers that were added.
    function voucherSigner() external view returns (address) {
        return _authority.signer;
    }

    /// @notice Whether the vouchers of `account` count.
    function isVoucherSigner(address account) external view returns (bool) {
        return account == _authority.signer || _addedSigners[account];
    }

    /// @notice The epoch that a voucher must carry.
    function epoch() external view returns (uint32) {
        return _authority.epoch;
    }

    /// @notice Whether redemption is stopped.
    function paused() external view returns (bool) {
        return _authority.flags & PAUSED != 0;
    }

    /// @notice The highest id that may be minted; zero for no bound.
    function maxTokenId() external view returns (uint56) {
        return _authority.maxTokenId;
    }

    /// @notice Where prices and royalties go.
    function payout() external view returns (address) {
        return _proceeds.payout;
    }

    /// @notice ERC-2981: the royalty on a sale at `salePrice`, rounded down, the same for every token.
    /// @dev WARNING: a statement to marketplaces; nothing forces them to pay it.
    function royaltyInfo(uint256, uint256 salePrice) external view returns (address receiver, uint256 royaltyAmount) {
        Proceeds memory proceeds = _proceeds;
        return (proceeds.payout, FixedPointMathLib.fullMulDiv(salePrice, proceeds.royaltyBps, BASIS_POINTS));
    }

    /// @notice ERC-7572: where the collection's own metadata is.
    function contractURI() external view returns (string memory) {
        return _contractUri;
    }

    /// @notice The EIP-712 digest that a voucher signer signs, for this chain and this collection.
    /// @dev WARNING: a signer must compute the digest itself rather than sign what a node answers here.
    function voucherDigest(Voucher calldata v) public view returns (bytes32) {
        return _digest(_domainSeparator(), v);
    }

    /// @notice The EIP-712 digest that a voucher signer signs for a list.
    /// @dev WARNING: as for {voucherDigest}.
    function voucherListDigest(VoucherList calldata list) public view returns (bytes32) {
        address[] calldata recipients = list.recipients;
        bytes32 recipientsHash;
        // An array of addresses in calldata is laid out as EIP-712 encodes it.
        assembly ("memory-safe") {
            let m := mload(0x40)
            let size := shl(5, recipients.length)
            calldatacopy(m, recipients.offset, size)
            recipientsHash := keccak256(m, size)
        }
        return _hashTypedData(
            keccak256(
                abi.encode(
                    VOUCHER_LIST_TYPEHASH,
                    list.firstTokenId,
                    recipientsHash,
                    list.validFrom,
                    list.validUntil,
                    list.epoch,
                    list.soulbound
                )
            )
        );
    }

    /// @notice Whether no voucher of `tokenId` can be redeemed any more, because one was or it is cancelled; stays true when the
    /// token is burnt.
    /// @dev WARNING: false does not say that a voucher exists or is valid.
    function isRedeemed(uint256 tokenId) public view virtual returns (bool);

    // For the collections that derive from this.

    /// @dev Makes the collection, once.
    function _initialize(CollectionConfig memory config) internal {
        if (config.owner == address(0)) revert ZeroAddress();
        _initializeOwner(config.owner);
        _name = config.name;
        _symbol = config.symbol;
        _baseUri = config.baseUri;
        _contractUri = config.contractUri;
        _setVoucherSigner(config.voucherSigner);
        _setPayout(config.payout);
        _setRoyalty(config.royaltyBps);
        _authority.maxTokenId = config.maxTokenId;
        if (config.soulbound) _authority.flags = SOULBOUND;
        if (config.membership != address(0)) _setMembership(config.membership);
    }

    /// @dev Marks `tokenId` as redeemed, for good, and gives it to `to`; reverts with {AlreadyRedeemed} if it is marked already, and
    /// with {BuyerLimitReached} if `maxPerBuyer` is not zero and `to` has redeemed as many.
    function _mintRedeemed(address to, uint256 tokenId, uint256 maxPerBuyer, bool soulbound) internal virtual;

    /// @dev Marks `tokenId`, which is not marked yet, as redeemed without minting it.
    function _markCancelled(uint256 tokenId) internal virtual;

    /// @dev Reverts unless all ids from `firstTokenId` to `lastTokenId` may be minted, where `max` is not zero.
    function _requireInSupply(uint256 firstTokenId, uint256 lastTokenId, bool soulbound, uint56 max)
        internal
        view
        virtual;

    /// @dev Tells those who show the tokens that their metadata changed.
    function _metadataChanged(string calldata newBaseUri) internal virtual;

    /// @dev Whether the whole collection is soulbound.
    function _isSoulbound() internal view returns (bool) {
        return _authority.flags & SOULBOUND != 0;
    }

    function _nameAndSymbol() internal view returns (string memory, string memory) {
        return (_name, _symbol);
    }

    function _baseURI() internal view returns (string memory) {
        return _baseUri;
    }

    function _guardInitializeOwner() internal pure override returns (bool) {
        return true;
    }

    function _domainNameAndVersion() internal pure override returns (string memory, string memory) {
        return ("Lianbo Voucher", "1");
    }

    /// @dev What is foreign and may call back comes last: it sees the token minted and the voucher redeemed.
    /// @return due what the redeemer owes in the native coin
    function _redeem(
        Authority memory authority,
        bytes32 domain,
        Voucher calldata v,
        bytes calldata signature,
        address redeemer
    ) private returns (uint256 due) {
        (uint256 validFrom, uint256 validUntil, uint256 epoch_, address to) = _terms(v);
        _requireOpen(authority, validFrom, validUntil, epoch_);
        (uint8 minTier, uint256 maxPerBuyer, bool soulbound, address currency) = _conditions(v);
        if (authority.flags & SOULBOUND != 0) soulbound = true;
        _requireInSupply(v.tokenId, v.tokenId, soulbound, authority.maxTokenId);
        _requireSigned(authority.signer, _digest(domain, v), signature);
        if (to == address(0)) to = redeemer;
        if (minTier != 0) _requireTier(to, minTier);

        _mintRedeemed(to, v.tokenId, maxPerBuyer, soulbound);
        if (currency == address(0)) return v.price;
        if (v.price != 0) SafeTransferLib.safeTransferFrom(currency, redeemer, address(this), v.price);
    }

    /// @dev Reads without checking that a short value is padded with zeros: no signer signs one that is not, and it is cleaned.
    function _terms(Voucher calldata v)
        private
        pure
        returns (uint256 validFrom, uint256 validUntil, uint256 epoch_, address recipient)
    {
        assembly ("memory-safe") {
            recipient := shr(96, shl(96, calldataload(add(v, 0x20))))
            validFrom := calldataload(add(v, 0x80))
            validUntil := calldataload(add(v, 0xa0))
            epoch_ := calldataload(add(v, 0xc0))
        }
    }

    /// @dev As {_terms}.
    function _conditions(Voucher calldata v)
        private
        pure
        returns (uint8 minTier, uint256 maxPerBuyer, bool soulbound, address currency)
    {
        assembly ("memory-safe") {
            currency := shr(96, shl(96, calldataload(add(v, 0x40))))
            minTier := and(calldataload(add(v, 0xe0)), 0xff)
            maxPerBuyer := and(calldataload(add(v, 0x100)), 0xffffffff)
            soulbound := iszero(iszero(calldataload(add(v, 0x120))))
        }
    }

    function _digest(bytes32 domain, Voucher calldata v) private pure returns (bytes32 digest) {
        bytes32 typeHash = VOUCHER_TYPEHASH;
        // A voucher in calldata is laid out as EIP-712 encodes it.
        assembly ("memory-safe") {
            let m := mload(0x40)
            mstore(m, typeHash)
            calldatacopy(add(m, 0x20), v, VOUCHER_SIZE)
            let structHash := keccak256(m, add(VOUCHER_SIZE, 0x20))
            mstore(m, hex"1901")
            mstore(add(m, 0x02), domain)
            mstore(add(m, 0x22), structHash)
            digest := keccak256(m, 0x42)
        }
    }

    /// @dev Asks once whether all is well, and only if not, what is wrong.
    function _requireOpen(Authority memory authority, uint256 validFrom, uint256 validUntil, uint256 epoch_)
        private
        view
    {
        bool open;
        address signer = authority.signer;
        uint256 flags = authority.flags;
        uint256 current = authority.epoch;
        assembly ("memory-safe") {
            let outside := or(lt(timestamp(), validFrom), gt(timestamp(), validUntil))
            open := iszero(or(or(outside, iszero(signer)), or(and(flags, PAUSED), xor(epoch_, current))))
        }
        if (open) return;
        // A clone that nobody has initialised yet.
        if (signer == address(0)) revert InvalidVoucherSigner();
        if (authority.flags & PAUSED != 0) revert CollectionPaused();
        if (block.timestamp < validFrom) revert VoucherNotYetValid(validFrom);
        if (block.timestamp > validUntil) revert VoucherExpired(validUntil);
        revert WrongEpoch(epoch_, authority.epoch);
    }

    function _requireSigned(address signer, bytes32 digest, bytes calldata signature) private view {
        address recovered = Signatures.recover(digest, signature);
        // The signer is not zero, which {_requireOpen} has seen to.
        if (recovered == signer) return;
        if (recovered != address(0) && _addedSigners[recovered]) return;
        if (Signatures.isValidByContract(signer, digest, signature)) return;
        if (signature.length >= 20) {
            address named = address(bytes20(signature[:20]));
            if (_addedSigners[named] && Signatures.isValidByContract(named, digest, signature[20:])) return;
        }
        revert InvalidVoucherSigner();
    }

    function _requireTier(address buyer, uint8 required) private view {
        address asked = membership;
        uint8 actual = asked == address(0) ? 0 : IMembership(asked).tierOf(buyer);
        if (actual < required) revert TierTooLow(required, actual);
    }

    function _setVoucherSigner(address newSigner) private {
        if (newSigner == address(0)) revert ZeroAddress();
        _authority.signer = newSigner;
        emit VoucherSignerChanged(newSigner);
    }

    function _setMembership(address newMembership) private {
        membership = newMembership;
        emit MembershipChanged(newMembership);
    }

    function _setPayout(address newPayout) private {
        if (newPayout == address(0)) revert ZeroAddress();
        _proceeds.payout = newPayout;
        emit PayoutChanged(newPayout);
    }

    function _setRoyalty(uint96 newRoyaltyBps) private {
        if (newRoyaltyBps > BASIS_POINTS) revert RoyaltyTooHigh(newRoyaltyBps);
        _proceeds.royaltyBps = newRoyaltyBps;
        emit RoyaltyChanged(newRoyaltyBps);
    }
}
