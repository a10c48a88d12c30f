// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Signatures} from "../common/Signatures.sol";
import {Ownable} from "solady/auth/Ownable.sol";
import {ERC721} from "solady/tokens/ERC721.sol";
import {EIP712} from "solady/utils/EIP712.sol";
import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";
import {LibString} from "solady/utils/LibString.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

/// @title VoucherCollection
/// @notice An ERC-721 collection that is minted by vouchers: the voucher signer promises a token off chain, without gas,
/// and anyone (the buyer or a relayer) redeems the promise into the hands of the recipient that it names.
/// @dev A voucher is single use because its token id is: redeeming marks the id in the spare 96 bits of the token's owner
/// slot, which is written anyway, and a burn clears the owner but not the mark. So replay protection costs no storage.
/// Royalties by ERC-2981, the signing domain by ERC-5267.
contract VoucherCollection is ERC721, EIP712, Ownable {
    /// @notice A promise of one token.
    /// @param tokenId the token, promised once
    /// @param recipient who gets it, whoever redeems
    /// @param currency the ERC-20 in which the price is paid, or zero for the native coin
    /// @param price in the smallest unit of the currency; zero is a gift
    /// @param validUntil the last second in which it may be redeemed
    /// @param epoch the collection's epoch in which it was signed
    struct Voucher {
        uint256 tokenId;
        address recipient;
        address currency;
        uint256 price;
        uint64 validUntil;
        uint32 epoch;
    }

    /// @dev Keeps what a redemption reads in one slot.
    struct Authority {
        address signer;
        uint32 epoch;
    }

    bytes32 private constant VOUCHER_TYPEHASH = keccak256(
        "Voucher(uint256 tokenId,address recipient,address currency,uint256 price,uint64 validUntil,uint32 epoch)"
    );
    uint96 private constant REDEEMED = 1;
    uint96 private constant BASIS_POINTS = 10_000;

    /// @notice Where prices and royalties go.
    address public immutable payout;

    uint96 private immutable _royaltyBps;
    Authority private _authority;
    string private _name;
    string private _symbol;
    string private _baseUri;

    /// @notice Vouchers count from now on only when `voucherSigner` signed them.
    event VoucherSignerChanged(address indexed voucherSigner);

    /// @notice The vouchers of `epoch` and of all before it are void.
    event EpochCancelled(uint32 indexed epoch);

    /// @notice The voucher's last second has passed.
    error VoucherExpired(uint64 validUntil);

    /// @notice The voucher was signed in another epoch than the current one.
    error WrongEpoch(uint32 given, uint32 current);

    /// @notice The signature is not the voucher signer's, or not over this voucher on this chain for this collection.
    error InvalidVoucherSigner();

    /// @notice The voucher's token was redeemed before, perhaps burnt since.
    error AlreadyRedeemed(uint256 tokenId);

    /// @notice The native coin sent with the call is not exactly what is due.
    error WrongPayment(uint256 required, uint256 given);

    /// @notice An address that must be somebody is zero.
    error ZeroAddress();

    /// @notice A royalty is at most 10,000 basis points.
    error RoyaltyTooHigh(uint96 given);

    /// @param name_ the collection's name
    /// @param symbol_ its symbol
    /// @param baseUri_ put before the decimal token id to form the token's URI; empty for no URI
    /// @param owner_ who may change the signer and cancel epochs
    /// @param voucherSigner_ whose signature makes a voucher: a key or an ERC-1271 contract
    /// @param payout_ who receives prices and royalties, for good
    /// @param royaltyBps_ the ERC-2981 royalty in basis points, 0 to 10,000
    constructor(
        string memory name_,
        string memory symbol_,
        string memory baseUri_,
        address owner_,
        address voucherSigner_,
        address payout_,
        uint96 royaltyBps_
    ) {
        if (owner_ == address(0) || payout_ == address(0)) revert ZeroAddress();
        if (royaltyBps_ > BASIS_POINTS) revert RoyaltyTooHigh(royaltyBps_);
        _name = name_;
        _symbol = symbol_;
        _baseUri = baseUri_;
        payout = payout_;
        _royaltyBps = royaltyBps_;
        _initializeOwner(owner_);
        _setVoucherSigner(voucherSigner_);
    }

    /// @notice Redeems a voucher: takes its price from the caller and mints its token to its recipient.
    /// @dev Anyone may call; a copied call still mints to the recipient, at the copier's expense.
    /// WARNING: the caller pays. Send exactly the price in the native coin, or approve this contract for it in the
    /// voucher's currency and send nothing; ask what a relayer pays before it relays a stranger's voucher.
    /// WARNING: mints without asking the recipient (`onERC721Received`), on purpose: the recipient is fixed by the signer,
    /// a wallet contract that refuses would make a sold voucher unredeemable, and nothing foreign runs before the price is
    /// paid. Name no recipient that cannot move tokens.
    /// WARNING: the payout receives what the currency delivers; do not sign vouchers in a token that takes a fee.
    /// @param v the voucher
    /// @param signature the voucher signer's, over {voucherDigest}: 65 or 64 bytes, or what an ERC-1271 signer accepts
    function redeem(Voucher calldata v, bytes calldata signature) external payable {
        Authority memory authority = _authority;
        if (block.timestamp > v.validUntil) revert VoucherExpired(v.validUntil);
        if (v.epoch != authority.epoch) revert WrongEpoch(v.epoch, authority.epoch);
        if (isRedeemed(v.tokenId)) revert AlreadyRedeemed(v.tokenId);
        if (!Signatures.isValid(authority.signer, voucherDigest(v), signature)) revert InvalidVoucherSigner();

        _mintAndSetExtraDataUnchecked(v.recipient, v.tokenId, REDEEMED);
        _takePayment(v.currency, v.price);
    }

    /// @notice Makes `newSigner` the one whose vouchers count; every voucher of the old signer is void from then on.
    /// @dev WARNING: this is the answer to a stolen signer key; it also voids what the old signer promised honestly.
    /// Should the old signer ever return, its unexpired vouchers of the current epoch return with it: cancel the epoch too.
    function setVoucherSigner(address newSigner) external onlyOwner {
        _setVoucherSigner(newSigner);
    }

    /// @notice Voids every outstanding voucher and begins the next epoch.
    /// @dev WARNING: cannot be undone; unredeemed vouchers must be signed again.
    function cancelEpoch() external onlyOwner {
        uint32 cancelled = _authority.epoch;
        _authority.epoch = cancelled + 1;
        emit EpochCancelled(cancelled);
    }

    /// @notice Whose vouchers count.
    function voucherSigner() external view returns (address) {
        return _authority.signer;
    }

    /// @notice The epoch that a voucher must carry.
    function epoch() external view returns (uint32) {
        return _authority.epoch;
    }

    /// @notice ERC-2981: the royalty on a sale at `salePrice`, rounded down, the same for every token.
    /// @dev WARNING: a statement to marketplaces; nothing forces them to pay it.
    function royaltyInfo(uint256, uint256 salePrice) external view returns (address receiver, uint256 royaltyAmount) {
        return (payout, FixedPointMathLib.fullMulDiv(salePrice, _royaltyBps, BASIS_POINTS));
    }

    /// @notice Whether the voucher of `tokenId` was redeemed; stays true when the token is burnt.
    /// @dev WARNING: false does not say that a voucher exists or is valid.
    function isRedeemed(uint256 tokenId) public view returns (bool) {
        return _getExtraData(tokenId) != 0;
    }

    /// @notice The EIP-712 digest that the voucher signer signs, for this chain and this collection.
    /// @dev WARNING: a signer must compute the digest itself rather than sign what a node answers here.
    function voucherDigest(Voucher calldata v) public view returns (bytes32) {
        return _hashTypedData(keccak256(abi.encode(VOUCHER_TYPEHASH, v)));
    }

    /// @notice The collection's name.
    function name() public view override returns (string memory) {
        return _name;
    }

    /// @notice The collection's symbol.
    function symbol() public view override returns (string memory) {
        return _symbol;
    }

    /// @notice The base URI followed by the decimal token id; empty where the base URI is.
    /// @dev WARNING: reverts for a token that does not exist, also for one that is promised but not yet redeemed.
    function tokenURI(uint256 tokenId) public view override returns (string memory) {
        if (!_exists(tokenId)) revert TokenDoesNotExist();
        string memory base = _baseUri;
        return bytes(base).length == 0 ? "" : string.concat(base, LibString.toString(tokenId));
    }

    /// @notice ERC-165: ERC-721 with metadata and ERC-2981.
    function supportsInterface(bytes4 interfaceId) public view override returns (bool) {
        return interfaceId == this.royaltyInfo.selector || super.supportsInterface(interfaceId);
    }

    /// @dev Runs last: whoever is called here sees the token minted and the voucher redeemed.
    function _takePayment(address currency, uint256 price) private {
        uint256 due = currency == address(0) ? price : 0;
        if (msg.value != due) revert WrongPayment(due, msg.value);
        if (price == 0) return;
        if (currency == address(0)) SafeTransferLib.safeTransferETH(payout, price);
        else SafeTransferLib.safeTransferFrom(currency, msg.sender, payout, price);
    }

    function _setVoucherSigner(address newSigner) private {
        if (newSigner == address(0)) revert ZeroAddress();
        _authority.signer = newSigner;
        emit VoucherSignerChanged(newSigner);
    }

    function _domainNameAndVersion() internal pure override returns (string memory, string memory) {
        return ("Lianbo Voucher", "1");
    }
}
