// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title EthereumDidRegistry
/// @notice Who speaks for an Ethereum address: its owner, its delegates and its attributes, for `did:ethr` (ERC-1056).
/// @dev Functions, events and signed bytes are those of the registries that are deployed, so that their tools and resolvers work
/// with this one. It is stricter where they are lax: an identity whose owner is the zero address stays without one, signatures have
/// a low `s` and a signer, and a validity that would overflow is refused.
///
/// WARNING: the signed bytes name this contract but not its chain, as the standard has it. Registries at one address on two chains
/// accept each other's signatures while the owner's nonces are alike: deploy at an address of its own.
contract EthereumDidRegistry {
    /// @dev Half the order of secp256k1: of the two `s` that verify, the low one is the signature (EIP-2).
    uint256 private constant HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0;

    /// @dev An owner, and whether there ever was another than the identity itself; both in one slot.
    struct Ownership {
        address owner;
        bool changed;
    }

    mapping(address identity => Ownership ownership) private _ownerships;

    /// @notice Until when, in seconds since 1970, `delegate` is one of that type of `identity`.
    /// @dev `delegateType` is hashed, as the deployed registries do.
    mapping(address identity => mapping(bytes32 delegateTypeHash => mapping(address delegate => uint256 validTo)))
        public delegates;

    /// @notice The block in which `identity` was changed the last time; its events name the one before. 0 for never.
    mapping(address identity => uint256 blockNumber) public changed;

    /// @notice How many signed calls of `owner` were executed; the next one's signature must hold this number.
    mapping(address owner => uint256 count) public nonce;

    /// @notice `identity` has another owner; the zero address for none, for good.
    event DIDOwnerChanged(address indexed identity, address owner, uint256 previousChange);

    /// @notice `delegate` is one of `identity` until `validTo`, which is now where it was revoked.
    event DIDDelegateChanged(
        address indexed identity, bytes32 delegateType, address delegate, uint256 validTo, uint256 previousChange
    );

    /// @notice The attribute is `identity`'s until `validTo`, which is 0 where it was revoked.
    event DIDAttributeChanged(
        address indexed identity, bytes32 name, bytes value, uint256 validTo, uint256 previousChange
    );

    /// @notice Only the owner may change an identity.
    error NotOwner(address identity, address actor);

    /// @notice The signature is none of the owner's over this call and its next nonce.
    error InvalidSignature(address identity);

    /// @notice Who may change `identity`: itself until it names another; the zero address when nobody may any more.
    /// @dev WARNING: the zero address is no account. Never compare it with what `ecrecover` gave.
    function identityOwner(address identity) public view returns (address) {
        Ownership memory ownership = _ownerships[identity];
        return ownership.changed ? ownership.owner : identity;
    }

    /// @notice The owner that was named last, or the zero address where none was.
    /// @dev WARNING: the zero address has two meanings here; `identityOwner` tells them apart.
    function owners(address identity) external view returns (address) {
        return _ownerships[identity].owner;
    }

    /// @notice Whether `delegate` is one of that type now.
    /// @dev WARNING: an owner that was deactivated keeps its delegates here until they expire, as in the registries deployed;
    /// resolvers drop them.
    function validDelegate(address identity, bytes32 delegateType, address delegate) external view returns (bool) {
        return delegates[identity][_key(delegateType)][delegate] > block.timestamp;
    }

    /// @notice Gives `identity` another owner.
    /// @dev WARNING: the zero address deactivates the identity, for good.
    function changeOwner(address identity, address newOwner) external {
        _requireOwner(identity);
        _changeOwner(identity, newOwner);
    }

    /// @notice As `changeOwner`, for an owner who signed and pays no gas.
    /// @dev WARNING: whoever holds the signature executes it when it pleases them, until the nonce is used.
    function changeOwnerSigned(address identity, uint8 sigV, bytes32 sigR, bytes32 sigS, address newOwner) external {
        _requireSigned(identity, sigV, sigR, sigS, abi.encodePacked("changeOwner", newOwner));
        _changeOwner(identity, newOwner);
    }

    /// @notice Lets `delegate` act for `identity` for `validity` seconds from now.
    /// @dev WARNING: what a type allows is for its readers to know; `did:ethr` knows `veriKey` and `sigAuth`.
    function addDelegate(address identity, bytes32 delegateType, address delegate, uint256 validity) external {
        _requireOwner(identity);
        _addDelegate(identity, delegateType, delegate, validity);
    }

    /// @notice As `addDelegate`, for an owner who signed and pays no gas.
    /// @dev WARNING: the validity counts from the execution, and not from the signature.
    function addDelegateSigned(
        address identity,
        uint8 sigV,
        bytes32 sigR,
        bytes32 sigS,
        bytes32 delegateType,
        address delegate,
        uint256 validity
    ) external {
        bytes memory call = abi.encodePacked("addDelegate", delegateType, delegate, validity);
        _requireSigned(identity, sigV, sigR, sigS, call);
        _addDelegate(identity, delegateType, delegate, validity);
    }

    /// @notice Ends what `addDelegate` allowed.
    /// @dev WARNING: what the delegate signed before may still be believed by those who do not look at times.
    function revokeDelegate(address identity, bytes32 delegateType, address delegate) external {
        _requireOwner(identity);
        _revokeDelegate(identity, delegateType, delegate);
    }

    /// @notice As `revokeDelegate`, for an owner who signed and pays no gas.
    /// @dev WARNING: nobody is bound to execute it; send it yourself where it matters.
    function revokeDelegateSigned(
        address identity,
        uint8 sigV,
        bytes32 sigR,
        bytes32 sigS,
        bytes32 delegateType,
        address delegate
    ) external {
        _requireSigned(identity, sigV, sigR, sigS, abi.encodePacked("revokeDelegate", delegateType, delegate));
        _revokeDelegate(identity, delegateType, delegate);
    }

    /// @notice Gives `identity` an attribute, such as a key or a service, for `validity` seconds from now.
    /// @dev WARNING: it is written into an event alone; no contract can read it, and nobody can delete it.
    function setAttribute(address identity, bytes32 name, bytes calldata value, uint256 validity) external {
        _requireOwner(identity);
        _setAttribute(identity, name, value, validity);
    }

    /// @notice As `setAttribute`, for an owner who signed and pays no gas.
    /// @dev WARNING: the validity counts from the execution, and not from the signature.
    function setAttributeSigned(
        address identity,
        uint8 sigV,
        bytes32 sigR,
        bytes32 sigS,
        bytes32 name,
        bytes calldata value,
        uint256 validity
    ) external {
        _requireSigned(identity, sigV, sigR, sigS, abi.encodePacked("setAttribute", name, value, validity));
        _setAttribute(identity, name, value, validity);
    }

    /// @notice Ends the attribute of exactly this name and value.
    /// @dev WARNING: one that was never set can be revoked too, and changes nothing but the log.
    function revokeAttribute(address identity, bytes32 name, bytes calldata value) external {
        _requireOwner(identity);
        _revokeAttribute(identity, name, value);
    }

    /// @notice As `revokeAttribute`, for an owner who signed and pays no gas.
    /// @dev WARNING: nobody is bound to execute it; send it yourself where it matters.
    function revokeAttributeSigned(
        address identity,
        uint8 sigV,
        bytes32 sigR,
        bytes32 sigS,
        bytes32 name,
        bytes calldata value
    ) external {
        _requireSigned(identity, sigV, sigR, sigS, abi.encodePacked("revokeAttribute", name, value));
        _revokeAttribute(identity, name, value);
    }

    function _changeOwner(address identity, address newOwner) private {
        _ownerships[identity] = Ownership(newOwner, true);
        emit DIDOwnerChanged(identity, newOwner, _change(identity));
    }

    function _addDelegate(address identity, bytes32 delegateType, address delegate, uint256 validity) private {
        uint256 validTo = block.timestamp + validity;
        delegates[identity][_key(delegateType)][delegate] = validTo;
        emit DIDDelegateChanged(identity, delegateType, delegate, validTo, _change(identity));
    }

    function _revokeDelegate(address identity, bytes32 delegateType, address delegate) private {
        delegates[identity][_key(delegateType)][delegate] = block.timestamp;
        emit DIDDelegateChanged(identity, delegateType, delegate, block.timestamp, _change(identity));
    }

    function _setAttribute(address identity, bytes32 name, bytes calldata value, uint256 validity) private {
        emit DIDAttributeChanged(identity, name, value, block.timestamp + validity, _change(identity));
    }

    function _revokeAttribute(address identity, bytes32 name, bytes calldata value) private {
        emit DIDAttributeChanged(identity, name, value, 0, _change(identity));
    }

    /// @dev Marks a change, and gives the block of the one before.
    function _change(address identity) private returns (uint256 previousChange) {
        previousChange = changed[identity];
        changed[identity] = block.number;
    }

    function _requireOwner(address identity) private view {
        if (msg.sender != identityOwner(identity)) revert NotOwner(identity, msg.sender);
    }

    /// @dev Uses the owner's nonce up, so that a signature is good for one call.
    function _requireSigned(address identity, uint8 sigV, bytes32 sigR, bytes32 sigS, bytes memory call) private {
        address owner = identityOwner(identity);
        bytes32 digest =
            keccak256(abi.encodePacked(bytes1(0x19), bytes1(0), address(this), nonce[owner], identity, call));
        address signer = ecrecover(digest, sigV, sigR, sigS);
        // The zero address is what a bad signature recovers to, and the owner of an identity that was deactivated.
        if (signer == address(0) || signer != owner || uint256(sigS) > HALF_ORDER) revert InvalidSignature(identity);
        nonce[owner]++;
    }

    /// @dev How the registries deployed find a type's delegates.
    function _key(bytes32 delegateType) private pure returns (bytes32) {
        return keccak256(abi.encode(delegateType));
    }
}
