/** Ids in the manifest, by the name of the operation. */
export const operationIds: Readonly<Record<string, string>> = {
  Cancel: 'b4f63cd1df0b19f4fa69844531a5e61ce61960c049b9b037064fac078e9ad05e',
  Home: '3894e817fd19cf038174d8109988dfe2aa347273f5cc00c05486d1fe968bbad0',
  List: 'e23e35a06bc37079dc7c1b1780afbf319893206b7684a9984e6bdee81a659b23',
  Operator: '48a5f4e079e73e80f29984b0f0bc1b080244c7451bf959a754c1ce13107dfbef',
  Place: '32d96490fe0d955efe7fb8a23b2a9e0fa90e814fd509819bac9d1efb36f06081',
  Products: '6feede4983ce38efa8bd56f2649988d60b801bad74af9c8767c802afb1768bc7',
  Quote: '9eb2fdf4c73282d3bc3c6e02a303893f95e3e086e5bcc52aeb0f7aa082d2666e',
  RefreshSession: '19d8551e945c81feb9a5b7ff267a7b2810fe2acc1147e356de23cd5669c6254f',
  Register: '12f27b22de99ca5e54352a9b77b1eea51bdb9663745cfb52aee180ba5c1211d3',
  SignIn: '054605f9f4acd1d4b393ba9a7a7a895fd9b4d636074dd426b82f3f700c60fb18',
  Watch: 'a7d413d986e243cfc9350c2f1bf661fc0c049b911cf08b7862928b8f643b565f',
};
