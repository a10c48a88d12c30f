// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC165} from "@openzeppelin/contracts/interfaces/IERC165.sol";
import {IERC2981} from "@openzeppelin/contracts/interfaces/IERC2981.sol";
import {IERC4906} from "@openzeppelin/contracts/interfaces/IERC4906.sol";
import {IERC721} from "@openzeppelin/contracts/interfaces/IERC721.sol";
import {IERC721Metadata} from "@openzeppelin/contracts/interfaces/IERC721Metadata.sol";
import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {ERC721Utils} from "@openzeppelin/contracts/token/ERC721/utils/ERC721Utils.sol";
import {OwnableRoles} from "solady/auth/OwnableRoles.sol";
import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";
import {LibString} from "solady/utils/LibString.sol";
import {SafeCastLib} from "solady/utils/SafeCastLib.sol";

/// @notice What a badge collection is to be.
/// @param name its name
/// @param symbol its symbol
/// @param baseUri put before the decimal token id to form the token's URI; empty for no URI
/// @param contractUri where the collection is described by ERC-7572; empty for nowhere
/// @param owner who may do everything; not zero
/// @param minter who else may mint, or zero for nobody
/// @param payout who receives royalties; zero only where there are none
/// @param royaltyBps the ERC-2981 royalty in basis points, 0 to 10,000
/// @param transferable false for badges that stay with whom they were given to
struct BadgeConfig {
    string name;
    string symbol;
    string baseUri;
    string contractUri;
    address owner;
    address minter;
    address payout;
    uint96 royaltyBps;
    bool transferable;
}

/// @title BadgeCollection
/// @notice ERC-721 tokens that prove who took part, minted to whole audiences at a fraction of a storage slot each.
/// @dev The owners of a batch are the code of a contract of its own: one STOP byte, then 20 bytes an owner in ascending
/// order. A badge's owner is read there by position, and an account's badge is found there by halving, so neither an owner
/// nor a balance is stored. What is burnt or passed on is marked in a bitmap, and from then on its owner is in storage as
/// usual. Ids begin at 1 and run on from batch to batch.
/// Works behind an ERC-1167 clone: nothing that a collection is configured with is in its code.
/// Royalties by ERC-2981, locking by ERC-5192, metadata updates by ERC-4906, contract metadata by ERC-7572, errors by
/// ERC-6093.
contract BadgeCollection is OwnableRoles, IERC721Metadata, IERC721Errors, IERC2981, IERC4906 {
    /// @dev What minting reads and writes, in one slot; `nextTokenId` is zero only before there is a collection.
    struct State {
        uint64 nextTokenId;
        uint64 burnt;
        uint32 batches;
        bool transferable;
    }

    /// @dev Where the owners of a batch lie, in one slot.
    struct Batch {
        address owners;
        uint96 firstTokenId;
    }

    /// @dev Who is paid how much of a resale, in one slot.
    struct Royalty {
        address payout;
        uint96 bps;
    }

    /// @notice The role that may set what wallets show.
    uint256 public constant ROLE_METADATA = 4;

    /// @notice The role that may mint.
    uint256 public constant ROLE_MINTER = 8;

    /// @notice The most recipients of a batch: a contract's code has at most 24,576 bytes (EIP-170), one of them is STOP.
    uint256 public constant MAX_BATCH = 1228;

    uint96 private constant BASIS_POINTS = 10_000;

    /// @dev keccak256("Transfer(address,address,uint256)"), which assembly cannot ask the compiler for.
    bytes32 private constant TRANSFER = 0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef;

    State private _state;
    Royalty private _royalty;
    string private _name;
    string private _symbol;
    string private _baseUri;
    string private _contractUri;
    mapping(uint256 index => Batch) private _batches;

    /// @dev One bit a token: whether it left the hands that it was minted to.
    mapping(uint256 word => uint256) private _left;
    mapping(uint256 tokenId => address) private _ownerSince;
    /// @dev What an account received less what left it, minting aside.
    mapping(address account => int256) private _gain;
    mapping(uint256 tokenId => address) private _approved;
    mapping(address account => mapping(address operator => bool)) private _operators;

    /// @notice The collection's description lies elsewhere, or changed (ERC-7572).
    event ContractURIUpdated();

    /// @notice Resales owe this from now on.
    event RoyaltyChanged(uint96 royaltyBps);

    /// @notice Royalties go here from now on.
    event PayoutChanged(address indexed payout);

    /// @notice A batch has 1 to `max` recipients.
    error WrongBatchSize(uint256 given, uint256 max);

    /// @notice The recipient at `index` does not come after the one before it: not sorted, or named twice.
    error RecipientsNotAscending(uint256 index);

    /// @notice These recipients were minted to under this key before.
    error AlreadyMinted(bytes32 key);

    /// @notice There are fewer batches.
    error NoSuchBatch(uint256 index, uint256 batches);

    /// @notice A badge of this collection stays with whom it was given to.
    error TokenIsSoulbound(uint256 tokenId);

    /// @notice Where no badge can be passed on, nobody can be allowed to do so.
    error CollectionIsSoulbound();

    /// @notice An address that must be somebody is zero.
    error ZeroAddress();

    /// @notice A royalty is at most 10,000 basis points.
    error RoyaltyTooHigh(uint96 given);

    /// @notice Nothing here takes the native coin.
    error NotPayable();

    /// @param config what the collection is to be; of a contract that is only to be cloned, anything valid
    constructor(BadgeConfig memory config) {
        _initialize(config);
    }

    /// @notice Configures a clone, once.
    /// @dev WARNING: anyone may call it on a clone that is not configured yet: clone and configure in one transaction.
    /// A collection that was deployed by its constructor can never be configured anew.
    function initialize(BadgeConfig memory config) external {
        _initialize(config);
    }

    /// @notice Mints a badge to each recipient, in this order, under ids that run on; for minters and the owner.
    /// @dev WARNING: does not ask the recipients (`onERC721Received`), so that none can spoil a batch for the others. Name
    /// none that cannot hold a token.
    /// WARNING: emits no `Locked` for each badge, which ERC-5192 recommends and which would cost a sixth more: that every
    /// badge of a soulbound collection is locked from its `Transfer` on, for good, is a fact of the collection, and
    /// {locked} says so.
    /// WARNING: calling again mints again: use {mintOnce} where a call may be repeated by mistake.
    /// @param recipients 1 to {MAX_BATCH} accounts in strictly ascending order, none of them zero
    /// @return firstTokenId the first recipient's badge; the others' follow
    function mint(address[] calldata recipients) external onlyRolesOrOwner(ROLE_MINTER) returns (uint256 firstTokenId) {
        return _mint(recipients, 0, false);
    }

    /// @notice Mints like {mint}, and refuses to do so again for the same recipients under the same key.
    /// @dev Costs 4,000 gas more for a hundred recipients, but no storage: what is stored lies at an address that
    /// follows from key and recipients.
    /// WARNING: key and recipients count together; the same key with other recipients mints.
    /// @param key names what this minting is part of and which part, such as the hash of an airdrop's name and a number
    /// @param recipients as for {mint}
    /// @return firstTokenId the first recipient's badge; the others' follow
    function mintOnce(bytes32 key, address[] calldata recipients)
        external
        onlyRolesOrOwner(ROLE_MINTER)
        returns (uint256 firstTokenId)
    {
        return _mint(recipients, key, true);
    }

    /// @notice Burns a badge; for its holder and, where badges are transferable, whom the holder allowed.
    /// @dev WARNING: cannot be undone; the id is never minted again.
    function burn(uint256 tokenId) external {
        address holder = ownerOf(tokenId);
        _requireAuthorized(holder, tokenId);
        ++_state.burnt;
        _move(holder, address(0), tokenId);
    }

    /// @inheritdoc IERC721
    /// @dev WARNING: does not ask the receiver; one that is a contract may never be able to move the badge on.
    function transferFrom(address from, address to, uint256 tokenId) external {
        _transfer(from, to, tokenId);
    }

    /// @inheritdoc IERC721
    /// @dev WARNING: a receiver that is a contract is called, after all is done.
    function safeTransferFrom(address from, address to, uint256 tokenId) external {
        _transfer(from, to, tokenId);
        ERC721Utils.checkOnERC721Received(msg.sender, from, to, tokenId, "");
    }

    /// @inheritdoc IERC721
    /// @dev WARNING: a receiver that is a contract is called, after all is done.
    function safeTransferFrom(address from, address to, uint256 tokenId, bytes calldata data) external {
        _transfer(from, to, tokenId);
        ERC721Utils.checkOnERC721Received(msg.sender, from, to, tokenId, data);
    }

    /// @inheritdoc IERC721
    /// @dev WARNING: whoever is approved can take the badge. Refused where badges are soulbound.
    function approve(address to, uint256 tokenId) external {
        address holder = ownerOf(tokenId);
        if (!_state.transferable) revert TokenIsSoulbound(tokenId);
        if (msg.sender != holder && !_operators[holder][msg.sender]) revert ERC721InvalidApprover(msg.sender);
        _approved[tokenId] = to;
        emit Approval(holder, to, tokenId);
    }

    /// @inheritdoc IERC721
    /// @dev WARNING: an operator can take every badge, also those to come. Refused where badges are soulbound.
    function setApprovalForAll(address operator, bool approved) external {
        if (!_state.transferable) revert CollectionIsSoulbound();
        if (operator == address(0)) revert ERC721InvalidOperator(operator);
        _operators[msg.sender][operator] = approved;
        emit ApprovalForAll(msg.sender, operator, approved);
    }

    /// @notice Moves all metadata to another base URI; for the metadata role and the owner.
    function setBaseUri(string calldata baseUri) external onlyRolesOrOwner(ROLE_METADATA) {
        _baseUri = baseUri;
        uint256 next = _state.nextTokenId;
        if (next > 1) emit BatchMetadataUpdate(1, next - 1);
    }

    /// @notice Says where the collection is described; for the metadata role and the owner.
    function setContractUri(string calldata contractUri) external onlyRolesOrOwner(ROLE_METADATA) {
        _contractUri = contractUri;
        emit ContractURIUpdated();
    }

    /// @notice Sets the royalty in basis points, 0 to 10,000.
    function setRoyalty(uint96 royaltyBps) external onlyOwner {
        _setRoyalty(_royalty.payout, royaltyBps);
        emit RoyaltyChanged(royaltyBps);
    }

    /// @notice Sets who receives royalties.
    function setPayout(address newPayout) external onlyOwner {
        if (newPayout == address(0)) revert ZeroAddress();
        _royalty.payout = newPayout;
        emit PayoutChanged(newPayout);
    }

    /// @notice The collection's name.
    function name() external view returns (string memory) {
        return _name;
    }

    /// @notice The collection's symbol.
    function symbol() external view returns (string memory) {
        return _symbol;
    }

    /// @notice ERC-7572: where the collection is described.
    function contractURI() external view returns (string memory) {
        return _contractUri;
    }

    /// @notice The base URI followed by the decimal token id; empty where the base URI is.
    /// @dev WARNING: reverts for a badge that does not exist.
    function tokenURI(uint256 tokenId) external view returns (string memory) {
        ownerOf(tokenId);
        string memory base = _baseUri;
        return bytes(base).length == 0 ? "" : string.concat(base, LibString.toString(tokenId));
    }

    /// @notice ERC-5192: whether a badge can never be passed on; the same for all badges of the collection, for good.
    /// @dev WARNING: reverts for a badge that does not exist. A locked badge can still be burnt by its holder.
    function locked(uint256 tokenId) external view returns (bool) {
        ownerOf(tokenId);
        return !_state.transferable;
    }

    /// @notice Whether badges can be passed on.
    function transferable() external view returns (bool) {
        return _state.transferable;
    }

    /// @notice ERC-2981: the royalty on a sale at `salePrice`, rounded down, the same for every badge.
    /// @dev WARNING: a statement to marketplaces; nothing forces them to pay it.
    function royaltyInfo(uint256, uint256 salePrice) external view returns (address receiver, uint256 royaltyAmount) {
        Royalty memory royalty = _royalty;
        return (royalty.payout, FixedPointMathLib.fullMulDiv(salePrice, royalty.bps, BASIS_POINTS));
    }

    /// @notice Who receives royalties.
    function payout() external view returns (address) {
        return _royalty.payout;
    }

    /// @notice How many badges were ever minted; their ids are 1 to this.
    function totalMinted() external view returns (uint256) {
        return _state.nextTokenId - 1;
    }

    /// @notice How many badges there are: minted and not burnt.
    function totalSupply() external view returns (uint256) {
        State memory state = _state;
        return state.nextTokenId - 1 - state.burnt;
    }

    /// @notice How many batches were minted.
    function batchCount() external view returns (uint256) {
        return _state.batches;
    }

    /// @notice A batch by its number, from 0 on.
    /// @return firstTokenId its first badge
    /// @return count how many badges were minted in it
    /// @return owners the contract whose code, after a STOP byte, is whom they were minted to, 20 bytes each, in the order
    /// of their ids
    function batchAt(uint256 index) external view returns (uint256 firstTokenId, uint256 count, address owners) {
        Batch memory batch = _requireBatch(index);
        return (batch.firstTokenId, _count(batch.owners), batch.owners);
    }

    /// @notice The badge that a batch minted to an account, or 0 if none.
    /// @dev WARNING: it may be burnt or passed on since; {ownerOf} says.
    function mintedTo(address account, uint256 batchIndex) external view returns (uint256 tokenId) {
        Batch memory batch = _requireBatch(batchIndex);
        uint256 count = _count(batch.owners);
        uint256 position = _find(batch.owners, count, account);
        return position == count ? 0 : batch.firstTokenId + position;
    }

    /// @notice How many badges an account holds.
    /// @dev WARNING: looks through all batches, up to 9,000 gas each: for reading from outside. A contract that asks for
    /// a badge had better take its id as an argument and ask {ownerOf}.
    function balanceOf(address account) external view returns (uint256) {
        if (account == address(0)) revert ERC721InvalidOwner(account);
        int256 balance = _gain[account];
        uint256 batches = _state.batches;
        for (uint256 i; i < batches; ++i) {
            address owners = _batches[i].owners;
            uint256 count = _count(owners);
            if (_find(owners, count, account) != count) ++balance;
        }
        return SafeCastLib.toUint256(balance);
    }

    /// @inheritdoc IERC721
    function getApproved(uint256 tokenId) external view returns (address) {
        ownerOf(tokenId);
        return _approved[tokenId];
    }

    /// @inheritdoc IERC721
    function isApprovedForAll(address account, address operator) external view returns (bool) {
        return _operators[account][operator];
    }

    /// @notice ERC-165: ERC-721 with metadata, ERC-4906, ERC-5192, and where badges can be sold ERC-2981.
    function supportsInterface(bytes4 interfaceId) external view returns (bool) {
        return interfaceId == type(IERC165).interfaceId || interfaceId == type(IERC721).interfaceId
            || interfaceId == type(IERC721Metadata).interfaceId || interfaceId == bytes4(0x49064906)
            || interfaceId == this.locked.selector || (interfaceId == type(IERC2981).interfaceId && _state.transferable);
    }

    /// @notice Asks the owner to hand the collection over to the caller.
    function requestOwnershipHandover() public payable override {
        _takeNoCoin();
        super.requestOwnershipHandover();
    }

    /// @notice Takes the caller's request back.
    function cancelOwnershipHandover() public payable override {
        _takeNoCoin();
        super.cancelOwnershipHandover();
    }

    /// @notice Gives roles of the caller up.
    function renounceRoles(uint256 roles) public payable override {
        _takeNoCoin();
        super.renounceRoles(roles);
    }

    /// @notice Who holds a badge.
    /// @dev WARNING: reverts for a badge that does not exist.
    function ownerOf(uint256 tokenId) public view returns (address holder) {
        State memory state = _state;
        if (tokenId == 0 || tokenId >= state.nextTokenId) revert ERC721NonexistentToken(tokenId);
        if (_hasLeft(tokenId)) {
            holder = _ownerSince[tokenId];
            if (holder == address(0)) revert ERC721NonexistentToken(tokenId);
        } else {
            (uint256 low, uint256 high) = (0, state.batches);
            while (high - low > 1) {
                uint256 middle = (low + high) / 2;
                if (tokenId < _batches[middle].firstTokenId) high = middle;
                else low = middle;
            }
            Batch memory batch = _batches[low];
            holder = _packed(batch.owners, tokenId - batch.firstTokenId);
        }
    }

    function _initialize(BadgeConfig memory config) private {
        if (config.owner == address(0)) revert ZeroAddress();
        // Refuses a second time.
        _initializeOwner(config.owner);
        _setRoyalty(config.payout, config.royaltyBps);
        _name = config.name;
        _symbol = config.symbol;
        _baseUri = config.baseUri;
        _contractUri = config.contractUri;
        _state = State({nextTokenId: 1, burnt: 0, batches: 0, transferable: config.transferable});
        if (config.minter != address(0)) _grantRoles(config.minter, ROLE_MINTER);
    }

    function _setRoyalty(address payee, uint96 bps) private {
        if (bps > BASIS_POINTS) revert RoyaltyTooHigh(bps);
        if (bps != 0 && payee == address(0)) revert ZeroAddress();
        _royalty = Royalty({payout: payee, bps: bps});
    }

    /// @dev Solady's functions are payable to save gas; coin sent to one would be lost.
    function _takeNoCoin() private view {
        if (msg.value != 0) revert NotPayable();
    }

    /// @dev Part of every function that is the owner's alone.
    function _checkOwner() internal view override {
        _takeNoCoin();
        super._checkOwner();
    }

    /// @dev Makes Solady refuse to initialise an owner twice.
    function _guardInitializeOwner() internal pure override returns (bool) {
        return true;
    }

    function _mint(address[] calldata recipients, bytes32 key, bool once) private returns (uint256 firstTokenId) {
        uint256 count = recipients.length;
        if (count == 0 || count > MAX_BATCH) revert WrongBatchSize(count, MAX_BATCH);
        State memory state = _state;
        firstTokenId = state.nextTokenId;
        bool ascending;
        address owners;
        bool taken;
        assembly ("memory-safe") {
            // The creation code: PUSH2 size, DUP1, PUSH1 10, RETURNDATASIZE, CODECOPY, RETURNDATASIZE, RETURN returns what
            // follows these ten bytes: a STOP byte and the recipients.
            let creation := mload(0x40)
            let size := add(1, mul(count, 20))
            mstore(creation, shl(168, or(0x61000080600a3d393df300, shl(64, size))))

            function give(recipient, target, tokenId) {
                mstore(target, shl(96, recipient))
                log4(0, 0, TRANSFER, 0, recipient, tokenId)
            }

            ascending := 1
            let previous := 0
            let source := recipients.offset
            let target := add(creation, 11)
            let tokenId := firstTokenId
            let end := add(source, shl(5, count))
            // One at a time until the rest can be had by fours, which spares each of them 60 gas.
            for { let single := add(source, shl(5, and(count, 3))) } lt(source, single) {} {
                let recipient := calldataload(source)
                ascending := and(ascending, lt(previous, recipient))
                give(recipient, target, tokenId)
                previous := recipient
                source := add(source, 32)
                target := add(target, 20)
                tokenId := add(tokenId, 1)
            }
            for {} lt(source, end) {} {
                let recipient := calldataload(source)
                ascending := and(ascending, lt(previous, recipient))
                give(recipient, target, tokenId)
                previous := calldataload(add(source, 32))
                ascending := and(ascending, lt(recipient, previous))
                give(previous, add(target, 20), add(tokenId, 1))
                recipient := calldataload(add(source, 64))
                ascending := and(ascending, lt(previous, recipient))
                give(recipient, add(target, 40), add(tokenId, 2))
                previous := calldataload(add(source, 96))
                ascending := and(ascending, lt(recipient, previous))
                give(previous, add(target, 60), add(tokenId, 3))
                source := add(source, 128)
                target := add(target, 80)
                tokenId := add(tokenId, 4)
            }
            // Of ascending words the last is the largest: where it is an address, all are.
            ascending := and(ascending, iszero(shr(160, previous)))

            let length := add(10, size)
            if ascending {
                switch once
                case 0 { owners := create(0, creation, length) }
                default {
                    // EIP-1014: 0xff, the creator, the salt, the hash of the creation code.
                    let place := add(creation, length)
                    mstore(place, or(shl(248, 0xff), shl(88, address())))
                    mstore(add(place, 21), key)
                    mstore(add(place, 53), keccak256(creation, length))
                    taken := iszero(iszero(extcodesize(keccak256(place, 85))))
                    if iszero(taken) { owners := create2(0, creation, length, key) }
                }
            }
        }
        if (!ascending) _refuse(recipients);
        if (taken) revert AlreadyMinted(key);
        // Out of gas, as nothing else stops this creation code: then all is undone.
        assert(owners != address(0));

        _batches[state.batches] = Batch({owners: owners, firstTokenId: state.nextTokenId});
        // Casting is safe: a batch has at most 1,228.
        // forge-lint: disable-next-line(unsafe-typecast)
        state.nextTokenId += uint64(count);
        ++state.batches;
        _state = state;
    }

    /// @dev Says what is wrong with recipients of whom something is.
    function _refuse(address[] calldata recipients) private pure {
        if (recipients[0] == address(0)) revert ERC721InvalidReceiver(address(0));
        uint256 i = 1;
        while (recipients[i - 1] < recipients[i]) ++i;
        revert RecipientsNotAscending(i);
    }

    function _transfer(address from, address to, uint256 tokenId) private {
        if (to == address(0)) revert ERC721InvalidReceiver(to);
        address holder = ownerOf(tokenId);
        if (!_state.transferable) revert TokenIsSoulbound(tokenId);
        if (holder != from) revert ERC721IncorrectOwner(from, tokenId, holder);
        _requireAuthorized(holder, tokenId);
        _move(from, to, tokenId);
    }

    function _requireAuthorized(address holder, uint256 tokenId) private view {
        if (msg.sender != holder && !_operators[holder][msg.sender] && msg.sender != _approved[tokenId]) {
            revert ERC721InsufficientApproval(msg.sender, tokenId);
        }
    }

    /// @dev Nobody's are the burnt ones.
    function _move(address from, address to, uint256 tokenId) private {
        delete _approved[tokenId];
        _left[tokenId >> 8] |= 1 << (tokenId & 0xff);
        _ownerSince[tokenId] = to;
        --_gain[from];
        if (to != address(0)) ++_gain[to];
        emit Transfer(from, to, tokenId);
    }

    function _hasLeft(uint256 tokenId) private view returns (bool) {
        return _left[tokenId >> 8] >> (tokenId & 0xff) & 1 != 0;
    }

    function _requireBatch(uint256 index) private view returns (Batch memory) {
        uint256 batches = _state.batches;
        if (index >= batches) revert NoSuchBatch(index, batches);
        return _batches[index];
    }

    function _count(address owners) private view returns (uint256) {
        return owners.code.length / 20;
    }

    /// @dev The position of an account among `count` packed owners, or `count` if it is not there.
    function _find(address owners, uint256 count, address account) private view returns (uint256) {
        (uint256 low, uint256 high) = (0, count);
        while (low < high) {
            uint256 middle = (low + high) / 2;
            address found = _packed(owners, middle);
            if (found == account) return middle;
            if (found < account) low = middle + 1;
            else high = middle;
        }
        return count;
    }

    function _packed(address owners, uint256 position) private view returns (address account) {
        assembly ("memory-safe") {
            mstore(0, 0)
            extcodecopy(owners, 12, add(1, mul(position, 20)), 20)
            account := mload(0)
        }
    }
}
